"""What programs are told of a child, an entry, a prompt and a review: the fields by name, as the document says them.

Everything here has come through sight already. Nothing holds an address; an entry's typed details stay out, because some could.
"""

from typing import Any

from keepsight.chronology.shown import EntryShown
from keepsight.people.shown import ChildShown
from keepsight.prompts.queries import PromptShown
from keepsight.reviews.queries import ReviewShown

Said = dict[str, Any]


def child(one: ChildShown) -> Said:
    """A child, as all agencies together tell of it."""
    return {
        "id": one.id,
        "name": one.name,
        "known_as": one.known_as,
        "born_on": one.born_on,
        "born_precision": one.born_precision,
        "expected_on": one.expected_on,
        "died_on": one.died_on,
        "sex": one.sex,
        "nhs_number": one.nhs_number,
        "agencies": one.agencies,
    }


def entry(one: EntryShown) -> Said:
    """An entry of a child's chronology, with what is said against it."""
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "occurred_from": one.occurred_from,
        "occurred_to": one.occurred_to,
        "precision": one.precision,
        "recorded_on": one.recorded_on,
        "received_at": one.received_at,
        "agency": one.agency,
        "agency_name": one.agency_name,
        "professional": one.professional,
        "scope": one.scope,
        "role": one.role,
        "basis": one.basis,
        "narrative": one.narrative,
        "child_words": one.child_words,
        "significance": one.significance,
        "level": one.level,
        "source": {"file": one.source.file_name, "sheet": one.source.sheet, "row": one.source.row},
        "disputes": [
            {"on": said.on, "by": said.by, "words": said.words, "response": said.response} for said in one.disputes
        ],
    }


def prompt(one: PromptShown, readable: frozenset[Any]) -> Said:
    """A prompt: what its pattern asks, and the entries that show it, of which only those that may be read are named."""
    return {
        "id": one.id,
        "pattern": one.pattern,
        "sentence": one.sentence,
        "began_on": one.began_on,
        "ended_on": one.ended_on,
        "visible_on": one.visible_on,
        "as_at": one.as_at,
        "owner": one.owner,
        "entries": [entry for entry in one.entry_ids if entry in readable],
        "entries_not_shown": sum(1 for entry in one.entry_ids if entry not in readable),
    }


def review(one: ReviewShown) -> Said:
    """A review of the register."""
    return {
        "id": one.id,
        "title": one.facts.title,
        "kind": one.facts.kind,
        "area": one.facts.area,
        "year": one.facts.year,
        "stands_at": one.at,
        "published_on": one.facts.published_on,
    }
