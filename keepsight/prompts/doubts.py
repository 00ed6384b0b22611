"""What about a file needs a person's reason before it is taken in. Asked by whoever lets a file in: on a page, and by command.

A file that looks like what it is not is not taken in by itself, however well its rows read.
"""

from collections.abc import Callable, Sequence
from statistics import median

from keepsight.access.models import Agency
from keepsight.chronology.told_again import put_back
from keepsight.errors import RefusedFile, Where
from keepsight.intake.models import Receipt
from keepsight.prompts.receiving import Crossing
from keepsight.vocabulary import SECTORS

EARLIER_FILES = 5  # of the same kind: what is usual
FEWEST_EARLIER = 3  # before which nothing is usual
FEWEST_ROWS = 10  # usual in one table of several in a file: below that, half of them is chance
FEWER_THAN = 0.5  # of the usual rows: a team's extract in place of the whole agency's


def doubts(crossing: Crossing) -> list[str]:
    """What is doubtful about a file that was read, in sentences without their full stop; empty where nothing."""
    return [*_of_another(crossing), *_unlike_those_before(crossing), *_told_before(crossing)]


def only_with_a_reason(because: str) -> Callable[[Crossing], None]:
    """What lets a file in: a doubtful one with a reason only, which its receipt then keeps with the doubts.

    Raises RefusedFile for a doubtful file where `because` is empty.
    """

    def weigh(crossing: Crossing) -> None:
        found = doubts(crossing)
        if found and not because.strip():
            raise RefusedFile(
                "; ".join(found),
                where=Where(file=crossing.path.name),
                next_step="Look at the file first. If it is right all the same, hand it in again and say why.",
            )
        for one in found:
            crossing.warn(f"{one}. It was taken in all the same: {because.strip()}")

    return weigh


def _of_another(crossing: Crossing) -> list[str]:
    sender, said = crossing.sender, crossing.said
    found = []
    if said.agency_code and said.agency_code != sender.code:
        found.append(f"The file says that it comes from another agency than {sender.name}")
    if others := sum(count for name, count in crossing.holders.items() if not _is(sender, name)):
        found.append(f"{_entries(others)} in it {'says' if others == 1 else 'say'} to be another agency’s record")
    return found


def _unlike_those_before(crossing: Crossing) -> list[str]:
    """Files are alike that are of one format and, where it has several tables, hold some of the same: a return may come as a
    file a table. A file that was taken back is none of them.
    """
    standing = Receipt.objects.filter(agency=crossing.sender, format=crossing.receipt.format, taken_back=None)
    standing = standing.exclude(id=crossing.receipt.id).order_by("as_at", "received_at")
    before = list(standing.values_list("as_at", "rows", "tables"))
    held, as_at = dict(crossing.said.tables), crossing.source.as_at
    days = [day for day, _, tables in before if not held or held.keys() & tables.keys()]
    found = []
    if days and as_at < (newest := days[-1]):
        found.append(
            f"It speaks for {as_at:%d/%m/%Y}, and a file like it for {newest:%d/%m/%Y} has been taken in already"
        )
    if not held and (usual := _far_fewer(rows := crossing.tally.rows, [count for _, count, _ in before])):
        found.append(f"It has {rows:,} rows; the files like it before had {usual:,.0f}")
    for title, rows in held.items():
        usual = _far_fewer(rows, [tables[title] for *_, tables in before if title in tables])
        if usual >= (FEWEST_ROWS if len(held) > 1 else 1):
            found.append(f"Its table “{title}” has {rows:,} rows; in the files before it had {usual:,.0f}")
    return found


def _far_fewer(rows: int, before: Sequence[int]) -> float:
    """How many rows are usual, where `rows` is far fewer; 0 where it is not, or where nothing is usual yet."""
    latest = before[-EARLIER_FILES:]
    usual = median(latest) if len(latest) >= FEWEST_EARLIER else 0
    return usual if rows < FEWER_THAN * usual else 0


def _told_before(crossing: Crossing) -> list[str]:
    """An old file that would speak for a later day: believed, it would put back what a later file has put right.

    The same file for the same day changes nothing, and is no doubt. A copy that was only saved anew is told by this: that it
    brings nothing of its own.
    """
    receipt, as_at = crossing.receipt, crossing.source.as_at
    same = Receipt.objects.filter(agency=crossing.sender, sha256=receipt.sha256, taken_back=None, takes_back=None)
    days = set(same.exclude(id=receipt.id).values_list("as_at", flat=True))
    if days and as_at not in days:
        earlier = max(days)
        return [f"This very file has been taken in for {earlier:%d/%m/%Y}, and would now speak for {as_at:%d/%m/%Y}"]
    if crossing.tally.entries or not (matters := put_back(receipt.id)):
        return []
    of = "one matter" if matters == 1 else f"{matters:,} matters"
    return [f"It tells nothing new, and of {of} it tells again what a later file has put right"]


def _is(sender: Agency, name: str) -> bool:
    return name.strip().casefold() in (
        sender.code.casefold(),
        sender.name.casefold(),
        SECTORS[sender.sector].title.casefold(),
    )


def _entries(count: int) -> str:
    return "One entry" if count == 1 else f"{count:,} entries"
