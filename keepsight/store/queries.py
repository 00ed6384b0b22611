"""What a store says of itself, asked: whether it is invented, and whether its audit is whole."""

from collections.abc import Iterator

from keepsight.store.chain import BEGINNING, Head, Said, Verified, verify
from keepsight.store.home import audit_key
from keepsight.store.models import AuditLine, Mark

FIELDS = ("at", "user", "agency", "role", "act", "page", "child", "about", "answer", "count")  # in the order of `Said`
ROWS_AT_ONCE = 2_000


def is_demo() -> bool:
    """Whether everything in this store is invented."""
    return Mark.objects.filter(name="demo").exists()


def audit_head() -> Head:
    """The end of the audit's chain as it stands."""
    last = AuditLine.objects.order_by("-seq").first()
    return Head(last.seq, bytes(last.mac), last.at) if last else Head(0, BEGINNING, None)


def audit_verified(anchor: Head | None = None) -> Verified:
    """The whole chain read from its beginning, a piece at a time, and held against `anchor` if there is one."""
    return verify(audit_key(), audit_lines(), anchor)


def audit_lines() -> Iterator[tuple[int, Said, bytes]]:
    """Every line in order: its number, what it says, its mac."""
    rows = AuditLine.objects.order_by("seq").values_list("seq", *FIELDS, "mac")
    for seq, *said, kept in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield seq, Said(*said), bytes(kept)
