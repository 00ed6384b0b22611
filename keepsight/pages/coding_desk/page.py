"""The coding desk: one passage beside the codebook. What words suggest is shown after a first reading, never counted.

Everything is done by one form and its button; the keys are comfort.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.marked import marked
from keepsight.pages.page import WITH_CODING, Asking, Elsewhere, Page, Shown
from keepsight.reviews.models import Passage, ReviewDocument
from keepsight.reviews.queries import document
from keepsight.themes import actions, queries
from keepsight.themes.actions import Given, SavedSince
from keepsight.themes.codebook import CodeNow, codebook
from keepsight.themes.models import Coding, Suggestion
from keepsight.themes.sections import Section, sections
from keepsight.vocabulary import CODE_GROUPS

PAGE = Page(
    address="coding/<uuid:document_id>/",
    title="Coding desk",
    who=WITH_CODING,
    methods=frozenset({"GET", "POST"}),
    group="Learning",
)
NEAR_TO_HAND = 9
"""How many codes have a key of their own: the digits."""
JUDGED = {"failing": "Something that went wrong", "good_practice": "Good practice", "neither": "Neither: it describes"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The passage in its document, what stands on it, and what was just typed where it could not be kept."""

    document: ReviewDocument
    sections: list[Section]
    passage: Passage
    codings: list[Coding]
    suggestions: list[Suggestion]
    near: tuple[str, ...]
    memo: str
    opened_at: int
    blind: bool
    begun: bool
    read: set[UUID | None]
    similar: list[Passage]
    ticked: frozenset[str]
    judged: str
    error: str | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where this person may not read the document, or it has no words. `?passage=` is the number of the passage."""
    assert asking.user
    found = document(asking.sight, asking.address["document_id"])
    whole = sections(found.id) if found else []
    if found is None or not whole:
        return None
    numbers = {str(one.number): one.id for section in whole for one in section.passages}
    wanted = numbers.get(asking.query.get("passage", ""), next(iter(numbers.values())))
    return _fetched(asking, found, whole, Passage.objects.select_related("document").get(pk=wanted))


def _fetched(asking: Asking, found: ReviewDocument, whole: list[Section], passage: Passage) -> Fetched:
    assert asking.user
    codings = queries.codings_seen(passage, asking.user)
    mine = [one for one in codings if one.by_id == asking.user.pk]
    last = queries.last_saved(passage, asking.user)
    suggestions = queries.suggestions_seen(passage, asking.user)
    return Fetched(
        document=found,
        sections=whole,
        passage=passage,
        codings=codings,
        suggestions=suggestions,
        near=_near(found, asking.user.pk, mine, suggestions),
        memo=queries.memo_of(passage, asking.user),
        opened_at=last.id if last else 0,
        blind=queries.is_blind(found.id, asking.user),
        begun=queries.progress(found, asking.user).passages_read > 0,
        read={one.id for one in queries.sections_read(found.id, asking.user)},
        similar=queries.similar(asking.sight, passage),
        ticked=frozenset(one.code for one in mine),
        judged=mine[0].judged if mine else "failing",
    )


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Do what the button says, and show the passage again, or the next one."""
    fetched = fetch(asking)
    if fetched is None:
        return None
    try:
        return _done(asking, fetched) or Elsewhere(_address(fetched, fetched.passage.number))
    except WrongUse as wrong:
        return _again(asking, fetched, str(wrong), fetched.opened_at)


def _done(asking: Asking, fetched: Fetched) -> Fetched | Elsewhere | None:
    assert asking.user
    match asking.posted("do").split(":"):
        case ["save" | "save_next"]:
            return _saved(asking, fetched)
        case ["read", wanted]:
            for section in (one for one in fetched.sections if str(one.id or "") == wanted):
                actions.read_section(document=fetched.document, heading=section.id, by=asking.user)
        case ["blind"]:
            actions.read_blind(document=fetched.document, by=asking.user)
        case ["accept" | "turn_down" as said, wanted]:
            # Only what this passage shows to this person may be decided here.
            for one in (one for one in fetched.suggestions if str(one.id) == wanted):
                actions.decide_suggestion(
                    suggestion=one.id, accepted=said == "accept", judged="neither", by=asking.user
                )
        case ["propose"]:
            actions.propose_code(
                title=asking.posted("title"), means=asking.posted("means"), passage=fetched.passage, by=asking.user
            )
    return None


def _saved(asking: Asking, fetched: Fetched) -> Fetched | Elsewhere | None:
    assert asking.user
    opened = asking.posted("opened_at")
    kept = actions.save_passage(
        passage=fetched.passage,
        given=[Given(code, _judged(asking)) for code in _ticked(asking)],
        memo=asking.posted("memo"),
        opened_at=int(opened) if opened.isdecimal() else 0,
        by=asking.user,
    )
    if isinstance(kept, SavedSince):
        said = f"{kept.by.name} saved this passage after you opened it, so nothing of yours was kept yet"
        return _again(
            asking, fetched, f"{said}. Their codes are shown below: save again if yours still stand.", kept.last
        )
    after = _beside(fetched)[1]
    return Elsewhere(_address(fetched, after)) if asking.posted("do") == "save_next" and after else None


def _again(asking: Asking, fetched: Fetched, error: str, opened_at: int) -> Fetched:
    said = {name: getattr(fetched, name) for name in Fetched.__slots__}
    typed = {"ticked": frozenset(_ticked(asking)), "memo": asking.posted("memo"), "judged": _judged(asking)}
    return Fetched(**said | typed | {"error": error, "opened_at": opened_at})


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The passage with its marks, the way on, and the codes as boxes to tick."""
    assert asking.user
    book = codebook()
    section = next(one for one in fetched.sections if fetched.passage.id in {each.id for each in one.passages})
    here = next(one for one in section.passages if one.id == fetched.passage.id)
    before, after = _beside(fetched)
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}Passage {here.number}: {fetched.document.title}",
        "fetched": fetched,
        "here": here,
        "section": section,
        "section_read": section.id in fetched.read,
        "words": marked(here.words, _marks(fetched.suggestions)),
        "others": [(one, book[one.code].title) for one in fetched.codings if one.by_id != asking.user.pk],
        "suggested": [(one, book[one.code].title) for one in fetched.suggestions],
        "near": [(at, book[name]) for at, name in enumerate(fetched.near, start=1)],
        "groups": _groups(book, set(fetched.near)),
        "judged_words": JUDGED,
        "before": _address(fetched, before) if before else None,
        "after": _address(fetched, after) if after else None,
        "action": _address(fetched, here.number),
        "agreement": reverse("agreement", kwargs={"document_id": fetched.document.id}),
        "similar": [(one, _elsewhere(one)) for one in fetched.similar],
    }
    return Shown(context)


def _near(found: ReviewDocument, reader: int, mine: list[Coding], suggestions: list[Suggestion]) -> tuple[str, ...]:
    """The codes near to hand: those on the passage, those suggested, then those this person gives most in the document."""
    given = Coding.objects.filter(passage__document=found, by_id=reader, ended_at__isnull=True)
    often = [code for code, _ in Counter(given.values_list("code", flat=True)).most_common()]
    book = codebook()
    asked = [*(one.code for one in mine), *(one.code for one in suggestions), *often, *book]
    return tuple(name for name in dict.fromkeys(asked) if book[name].given)[:NEAR_TO_HAND]


def _groups(book: dict[str, CodeNow], near: set[str]) -> list[tuple[str, list[CodeNow]]]:
    return [
        (title, [one for one in book.values() if one.group == name and one.given and one.name not in near])
        for name, title in CODE_GROUPS.items()
    ]


def _marks(suggestions: list[Suggestion]) -> list[tuple[int, int, Any]]:
    waiting = [one for one in suggestions if not hasattr(one, "decided")]
    triggers = [(start, end, "trigger") for one in waiting for start, end in one.spans]
    return triggers + [(start, end, "negation") for one in waiting for start, end in one.negations]


def _beside(fetched: Fetched) -> tuple[int | None, int | None]:
    """The numbers of the passages before and after, in the order of the page."""
    order = [one for section in fetched.sections for one in section.passages]
    at = next(at for at, one in enumerate(order) if one.id == fetched.passage.id)
    return (order[at - 1].number if at else None, order[at + 1].number if at + 1 < len(order) else None)


def _address(fetched: Fetched, number: int) -> str:
    return f"{reverse('coding_desk', kwargs={'document_id': fetched.document.id})}?passage={number}"


def _elsewhere(one: Passage) -> str:
    return f"{reverse('coding_desk', kwargs={'document_id': one.document_id})}?passage={one.number}"


def _ticked(asking: Asking) -> list[str]:
    return asking.form.getlist("codes") if asking.form is not None else []


def _judged(asking: Asking) -> str:
    said = asking.posted("judged")
    return said if said in JUDGED else "neither"
