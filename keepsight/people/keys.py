"""By what an agency's own person is known again, when the agency sends another file.

A record, once made, holds one person for good, so two people must never share a key. Where a file gives too little to
be sure, the key leans on the file itself, and the same person may have two records: links mend that; nothing would
mend the other mistake.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import DraftPerson
from keepsight.people.standard import exact_day, fingerprint, local_id, name_words, nhs_number, upn

# A cast of this many people named in full does not meet again in another family's file.
NAMES_THAT_MAKE_A_CAST = 2


def keys(drafts: Sequence[DraftPerson], *, file_words: str) -> dict[str, str]:
    """The record key of each draft of one file, by its `ref`.

    `file_words` stand for the file where nothing in its people does. Raises RefusedFile where two different people of
    the file have numbers of the agency's own that differ only in leading zeros.
    """
    _refuse_lost_zeros(drafts)
    around = _around(drafts) or file_words
    return {draft.ref: own_key(draft) or _key_within(draft, around) for draft in drafts}


def record_id(agency: str, key: str) -> UUID:
    """The id of an agency's record. It follows from the key, so that nothing rests on which file came first."""
    return UUID(hex=fingerprint("record", agency, key)[:32])


def own_key(draft: DraftPerson) -> str | None:
    """The key that a person carries into any file of the agency, or None.

    A shared number never makes one record of two people: a brother's number typed by mistake must stay two records.
    """
    if number := local_id(draft.local_id):
        return f"id:{number}"
    forename, surname, born = name_words(draft.forename), name_words(draft.surname), exact_day(draft.born)
    if number := nhs_number(draft.nhs_number) or "":
        return f"nhs:{fingerprint(number, forename, born)}"
    if number := upn(draft.upn) or "":
        return f"upn:{fingerprint(number, forename, born)}"
    if forename and surname and born:
        return f"name:{fingerprint(forename, surname, born)}"
    return None


def _key_within(draft: DraftPerson, around: str) -> str:
    words = _called(draft)
    return f"file:{fingerprint(words, None if words else draft.ref, draft.expected_on, around)}"


def _called(draft: DraftPerson) -> str:
    name = f"{name_words(draft.forename)} {name_words(draft.surname)}".strip()
    return name or name_words(draft.label)


def _around(drafts: Iterable[DraftPerson]) -> str:
    """Whose file it is: the children it is about (MO is those children's MO), or else its cast of full names."""
    drafts = list(drafts)
    about = sorted({key for draft in drafts if draft.role_hint == "child" and (key := own_key(draft))})
    if about:
        return fingerprint(about)
    in_full = {_called(draft) for draft in drafts if name_words(draft.forename) and name_words(draft.surname)}
    return fingerprint(sorted(map(_called, drafts))) if len(in_full) >= NAMES_THAT_MAKE_A_CAST else ""


def _refuse_lost_zeros(drafts: Iterable[DraftPerson]) -> None:
    sharing: dict[str, list[DraftPerson]] = defaultdict(list)
    for draft in drafts:
        if draft.local_id:
            sharing[local_id(draft.local_id)].append(draft)
    if any(_are_two(one) for one in sharing.values() if len(one) > 1):
        raise RefusedFile(
            "Two people in the file have local ids that differ only in leading zeros",
            next_step="A spreadsheet may have dropped the zeros. Export the file again with ids as text.",
        )


def _are_two(drafts: list[DraftPerson]) -> bool:
    written = {(draft.local_id or "").strip().upper() for draft in drafts}
    forenames = {name_words(draft.forename) for draft in drafts} - {""}
    born = {exact_day(draft.born) for draft in drafts} - {None}
    return len(written) > 1 and (len(forenames) > 1 or len(born) > 1)
