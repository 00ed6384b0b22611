"""Reads the daily records of children's social care: each child is a row, and each episode, whose parts are those of the census."""

from collections.abc import Iterator

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Draft, DraftEntry, DraftPerson, DraftRow, FileSaid, Refusal, Warned, expected
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.cin_census.episode import Episode, entries_of
from keepsight.intake.formats.cin_census.parts import when_of
from keepsight.intake.formats.described import SEXES
from keepsight.intake.formats.dfe_daily.care import care_of, entry, said_number
from keepsight.intake.formats.dfe_daily.episode import part_of_episode
from keepsight.intake.reading.braces import Object, flat, how_often, objects, text, whole
from keepsight.intake.reading.source import Source

NO_CHILD = "the child has no identifier, so nobody could be told apart"
NO_DATE = "the episode has no referral date, so nothing in it can be told apart"
WITHDRAWN = "the sender asks that this be withdrawn: nothing was changed here, correct it by hand on the child's page"
PART_WITHDRAWN = "the sender asks that a part of this be withdrawn: that part was not read, and nothing was changed"
NO_SCORE = "a score is missing or is no number: the day it was taken was read"
NOT_WHOLE = "An episode of this file stands outside a child, or lacks its number"


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one day's file. Raises RefusedFile for a file whose children or episodes cannot be told apart."""
    said = whole(source)
    children = [child for one in objects(said) for child in _children(one)]
    _refuse_what_is_not_whole(children, how_often(said, format.counted["keys"]))
    code = next((text(one, "la_code") for one in objects(said) if text(one, "la_code")), None)
    yield FileSaid(
        format.name,
        format.version,
        agency_code=f"social-care-{code}" if code else None,
        agency_sector="social_care",
        agency_name=f"Children's social care {code}" if code else None,
        as_at=asked.as_at,
        covers="all",
    )
    number, known = 0, set[str]()
    for child in children:
        for row in _rows(child, number + 1, known):
            number += isinstance(row, DraftRow)
            yield row


def _children(one: Object) -> list[Object]:
    return [one] if "la_child_id" in one else objects(one.get("Children") or one.get("children"))


def _refuse_what_is_not_whole(children: list[Object], numbers: int) -> None:
    """`numbers`: how many children and episodes the file numbers, wherever they stand."""
    episodes = [episode for child in children for episode in objects(child.get("social_care_episodes", []))]
    if not children or not all("la_child_id" in child for child in children):
        raise RefusedFile(
            "This file holds no child, or one without the name of its number", next_step="Send it again, whole."
        )
    whole = all("social_care_episode_id" in episode for episode in episodes)
    if not whole or numbers != len(children) + len(episodes):
        raise RefusedFile(NOT_WHOLE, next_step="Send it again, with social_care_episode_id in each episode.")


def _rows(child: Object, number: int, known: set[str]) -> Iterator[Draft]:
    """The rows of one child: their own, and one for each episode."""
    ref, episodes = text(child, "la_child_id"), objects(child.get("social_care_episodes", []))
    own = {name: value for name, value in child.items() if name != "social_care_episodes"}
    if ref is None or child.get("purge") is True:
        refused = Refusal("purge", WITHDRAWN) if ref else Refusal("la_child_id", NO_CHILD)
        yield DraftRow(None, number, refused=refused, raw=flat(own))
        for place, episode in enumerate(episodes, number + 1):
            yield DraftRow(None, place, refused=refused, raw=flat(episode))
        return
    if ref not in known:
        known.add(ref)
        yield _person(ref, child)
    scores = list(_scores(ref, child))
    yield DraftRow(None, number, tuple(scores), raw=flat(own))
    if not all(score.details for score in scores):
        yield Warned(None, number, "sdq_assessments", NO_SCORE)
    for place, episode in enumerate(episodes, number + 1):
        yield from _episode(ref, episode, place)


def _episode(ref: str, episode: Object, number: int) -> Iterator[Draft]:
    raw = flat(episode)
    if episode.get("purge") is True:
        yield DraftRow(None, number, refused=Refusal("purge", WITHDRAWN), raw=raw)
        return
    if text(episode, "referral_date") is None:
        yield DraftRow(None, number, refused=Refusal("referral_date", NO_DATE), raw=raw)
        return
    part, parts_withdrawn = part_of_episode(episode)
    told = [*entries_of(Episode(ref, part)), *care_of(ref, episode)]
    yield DraftRow(None, number, tuple(told), raw=raw)
    if parts_withdrawn:
        yield Warned(None, number, "purge", PART_WITHDRAWN)


def _person(ref: str, child: Object) -> DraftPerson:
    details = next(iter(objects(child.get("child_details", {}))), {})
    born, disabilities = text(details, "date_of_birth"), details.get("disabilities")
    due = text(details, "expected_date_of_birth")
    return DraftPerson(
        ref,
        role_hint="child",
        local_id=ref,
        forename=text(details, "first_name"),
        surname=text(details, "surname"),
        born=when_of(born) if born else None,
        sex=SEXES.get((text(details, "sex") or "").lower()),
        upn=text(details, "unique_pupil_number"),
        former_upn=text(details, "former_unique_pupil_number"),
        postcode=text(details, "postcode"),
        ethnicity=text(details, "ethnicity"),
        disabilities=tuple(one for one in disabilities if isinstance(one, str))
        if isinstance(disabilities, list)
        else (),
        **expected(when_of(due) if due else None),
    )


def _scores(ref: str, child: Object) -> Iterator[DraftEntry]:
    for health in objects(child.get("health_and_wellbeing", {})):
        for one in objects(health.get("sdq_assessments", [])):
            if day := text(one, "date"):
                score = said_number(text(one, "score"))
                yield entry(ref, "sdq.scored", day, {} if score is None else {"sdq_score": score})
