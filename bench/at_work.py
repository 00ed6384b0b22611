"""What people do all day, for Locust: each signs in once and then opens pages, ten to thirty seconds apart.

Who they are stands in the file that KEEPSIGHT_BENCH_PEOPLE names (`region.Worker`). Style sheets are not asked for: a browser keeps
them. A page that answers anything but what it should is an error.
"""

import json
import os
import re
from random import Random, choice, random
from typing import Any

from django_otp.oath import totp
from locust import HttpUser, between, events, task

from bench.region import PASSWORD

PEOPLE: list[dict[str, Any]] = []
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]*)"')
HEAPS = ("help", "plans", "harm", "seen", "health", "missing")


@events.init.add_listener
def _read_people(**_: Any) -> None:
    with open(os.environ["KEEPSIGHT_BENCH_PEOPLE"], encoding="utf-8") as file:
        PEOPLE.extend(json.load(file))
    Random(11).shuffle(PEOPLE)  # so that fewer people than there are accounts are of all roles


class AtWork(HttpUser):
    """One person and their browser. Most of what they open is about a child; now and then they write something down."""

    wait_time = between(10, 30)

    def on_start(self) -> None:
        """Sign in with password and code."""
        self.me = PEOPLE.pop()
        self.prompts: list[str] = []
        form = self.client.get("/sign-in/", name="sign in (the form)").text
        code = f"{totp(bytes.fromhex(self.me['key'])):06}"
        fields = {"username": self.me["username"], "password": PASSWORD, "code": code, "next": ""}
        self._send("/sign-in/", form, fields, "sign in")
        self.my_work()

    @task(6)
    def my_work(self) -> None:
        self._open("/", f"my work, {self.me['role']}")

    @task(8)
    def overview(self) -> None:
        child = self._child()
        page = self._open(f"/children/{child}/", "overview")
        self.prompts = re.findall(rf'href="(/children/{child}/prompts/[0-9a-f-]+/)"', page) or self.prompts

    @task(5)
    def chronology(self) -> None:
        self._open(f"/children/{self._child()}/chronology/", "chronology")

    @task(4)
    def part_of_a_chronology(self) -> None:
        filters = choice([f"what={choice(HEAPS)}", "since=1/1/2026", "about=child", "agency=Hospital"])
        self._open(f"/children/{self._child()}/chronology/?{filters}", "chronology, filtered")

    @task(5)
    def prompt(self) -> None:
        if self.prompts:
            self._open(choice(self.prompts), "prompt")

    @task(1)
    def answer(self) -> None:
        if self.prompts:
            address = f"{choice(self.prompts)}answer/"
            form = self._open(address, "answer (the form)")
            seen = SEEN.search(form)
            if seen and random() < 0.5:
                said = {
                    "seen": seen[1],
                    "response": "disagree",
                    "says": "Made up: not how I know this child.",
                    "by_when": "",
                }
                self._send(address, form, said, "answer saved")

    @task(1)
    def take_away(self) -> None:
        self._open(
            f"/children/{self._child()}/chronology/export/?show=all&download=workbook", "chronology as a workbook"
        )

    @task(2)
    def find(self) -> None:
        form = self._open("/find/", "find (the form)")
        number = "".join(choice("abcdefghij") for _ in range(3))
        self._send("/find/", form, {"name": f"family{number}"}, "find", expect=200)

    @task(1)
    def voice_written(self) -> None:
        address = f"/children/{self._child()}/voice/"
        form = self._open(address, "voice")
        if random() < 0.3:
            said = {
                "on": "26/11/2026",
                "seen": "alone",
                "words": "Made up words of a child.",
                "communicates": "speech",
                "place": "school",
            }
            self._send(address, form, said, "voice saved", expect=(200, 302))

    @task(2)
    def family(self) -> None:
        self._open(f"/children/{self._child()}/family/", "family")

    @task(1)
    def sharing(self) -> None:
        self._open(f"/children/{self._child()}/sharing/", "sharing")

    @task(1)
    def history(self) -> None:
        self._open(f"/children/{self._child()}/history/", "history")

    @task(1)
    def before_a_visit(self) -> None:
        self._open(f"/children/{self._child()}/before-a-visit/", "before a visit")

    @task(1)
    def notices(self) -> None:
        self._open("/notices/", "notices")

    def _child(self) -> str:
        return str(choice(self.me["children"]))

    def _open(self, address: str, name: str) -> str:
        with self.client.get(address, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
            return str(answer.text or "")

    def _send(self, address: str, form: str, fields: dict[str, str], name: str, expect: Any = 302) -> None:
        token = TOKEN.search(form)
        fields = fields | {"csrfmiddlewaretoken": token[1] if token else ""}
        with self.client.post(address, fields, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code not in (expect if isinstance(expect, tuple) else (expect,)):
                answer.failure(f"{answer.status_code}")
