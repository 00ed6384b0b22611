"""Sixty-four people write about one child at once, for a minute: what was acknowledged is on record, and nobody meets an error."""

import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from conftest import Databases, served
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.practice.queries import answers
from keepsight.prompts.queries import PromptShown, prompts_of
from keepsight.store import clock
from tests.pages.served import forms_of
from tests.pages.town_people import child
from tests.production.browsing import Browser

WRITERS, SECONDS = 64, 60
PATIENCE_SECONDS = 240
"""Of each: what they write of one child is taken in one after another, and other tests run on the same two processors."""
WHO = ("ivo", "tobias", "rafe", "leila")
"""People of four callings who all see the child."""
PASSWORD = "invented-town"
HEARD = {
    "on": "31/3/2026", "seen": "alone", "place": "At school", "communicates": "Speech", "showed": "", "thinks": "", "promised": "",
}  # fmt: skip
ONE_IN = 8  # of them answers one prompt: whoever was overtaken there is told so, and nothing of theirs is put on record
PROMISED = {"response": "right", "by_when": "2/4/2026"}
OVERTAKEN = "Somebody else has acted since you opened this page"


@dataclass
class Written:
    """What was acknowledged, by where it must stand; how often somebody was overtaken; and what anybody was shown amiss."""

    heard: list[str] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    overtaken: int = 0
    amiss: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Somebody who writes, again and again until the time is over, what nobody else writes."""

    browser: Browser
    number: int
    of: UUID
    prompt: UUID
    written: Written

    def writes(self, until: float) -> None:
        """What the child said; or, some of them, an answer to one prompt."""
        try:
            self._send("/sign-in/", {"username": WHO[self.number % len(WHO)], "password": PASSWORD})
            for turn in itertools.count(1):
                if self.number % ONE_IN:
                    self._hears(f"I said it to writer {self.number}, time {turn}.")
                else:
                    self._promises(f"Writer {self.number} rings the clinic, time {turn}.")
                if time.monotonic() > until:
                    return
        except (OSError, AssertionError) as error:
            self.written.amiss.append(f"writer {self.number}: {error!r}")

    def _hears(self, words: str) -> None:
        place = f"/children/{self.of}/voice/"
        if self._send(place, HEARD | {"words": words}):
            self.written.heard.append(words)

    def _promises(self, says: str) -> None:
        """Whoever was overtaken comes again, reads what was said meanwhile, and says something else."""
        place = f"/children/{self.of}/prompts/{self.prompt}/answer/"
        if self._send(place, PROMISED | {"says": says}):
            self.written.promised.append(says)
        else:
            self.written.overtaken += 1

    def _send(self, place: str, says: dict[str, str]) -> bool:
        """Whether it was taken in. The form is the page's own, with what it hides in it."""
        status, page, _ = self.browser.asks(place)
        assert status == 200, f"{place} was answered {status}"
        form = next(one for one in forms_of(page) if says.keys() <= one.fields.keys() | one.choices.keys())
        status, page, _ = self.browser.sends(place, **form.fields | says)
        assert status == 200, f"what was sent to {place} was answered {status}"
        overtaken = OVERTAKEN in page
        assert overtaken or "govuk-error-summary" not in page, f"what was sent to {place} was refused"
        return not overtaken


def a_prompt(of: UUID) -> PromptShown:
    """A prompt about a child that stands, and that whoever works with the child may read."""
    return next(one for one in prompts_of(the_machine(), of) if one.standing and not one.sheet.restricted)


@pytest.mark.long
def test_what_sixty_four_people_write_at_once_is_all_on_record_and_nobody_is_shown_an_error(
    databases: Databases, fresh_town: Path
) -> None:
    of, written = child("wren"), Written()
    prompt = a_prompt(of)
    with served(databases, str(connection.settings_dict["NAME"])) as address:
        until = time.monotonic() + SECONDS
        writers = [
            Writer(Browser(address, patience=PATIENCE_SECONDS), number, of, prompt.id, written)
            for number in range(WRITERS)
        ]
        threads = [threading.Thread(target=one.writes, args=(until,)) for one in writers]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    print(f"{len(written.heard)} heard, {len(written.promised)} promised, overtaken {written.overtaken} times")
    assert Counter(one.partition(": ")[2] for one in written.amiss) == {}
    assert {words.partition(",")[0] for words in written.heard} == {
        f"I said it to writer {number}" for number in range(WRITERS) if number % ONE_IN
    }, "each of them wrote"
    assert written.promised
    assert written.overtaken, "two of them met"
    on_record = Counter(one.child_words for one in chronology(the_machine(), of) if one.kind == "child.voice")
    assert {words: on_record[words] for words in written.heard} == dict.fromkeys(written.heard, 1)
    said = Counter(one.says for one in answers([prompt], clock.today())[prompt.id].given)
    assert {says: said[says] for says in written.promised} == dict.fromkeys(written.promised, 1)
