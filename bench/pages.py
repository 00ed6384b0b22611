"""Overview and chronology of a child with 2,000 entries, as the server answers them: Django's client, a real database.

uv run python -m bench.pages [entries]
"""

import datetime as dt
import statistics
import sys
import time
from pathlib import Path

from bench import log, store
from bench.receiving import HEADINGS

ENTRIES = 2_000
TIMES = 9


def main() -> None:
    """Time each page several times, the first apart: it fills caches that a server fills once."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    lines = [
        f"One child with {entries:,} entries over ten years.",
        "",
        "| page | first | median | worst |",
        "|---|---|---|---|",
    ]
    with store.own_store() as folder:
        from django.test import Client

        from keepsight.access.actions import add_user, involve
        from keepsight.access.queries import the_machine
        from keepsight.pages.frame import PROVED
        from keepsight.people.queries import children
        from keepsight.prompts.actions import receive

        _write(folder / "one.csv", entries)
        receive(folder / "one.csv", agency="school", as_at=dt.date(2026, 3, 31))
        (child,) = children(the_machine())
        user = add_user("bench", name="Bench", agency="school", role="practitioner", password="only for measuring")
        involve(user, child.id, from_on=dt.date(2020, 1, 1), to_on=dt.date(2090, 1, 1), source="a measurement")
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        session = client.session
        session[PROVED] = True
        session.save()
        _serve()
        for page in ("", "chronology/"):
            took = [_milliseconds(client, f"/children/{child.id}/{page}") for _ in range(TIMES)]
            lines.append(
                f"| {page or 'overview'} | {took[0]:.0f} ms | {statistics.median(took[1:]):.0f} ms "
                f"| {max(took[1:]):.0f} ms |"
            )
    log.write("pages", f"uv run python -m bench.pages {entries}", lines)


def _serve() -> None:
    """From here on as the web server does: shown by the database only what somebody's sight lets through."""
    from django.db import connections

    from keepsight.store.opening import MACHINE

    for alias in ("default", "owner"):
        options = connections.settings[alias]["OPTIONS"]
        options["options"] = options["options"].replace(MACHINE, "")
        connections[alias].close()


def _milliseconds(client: object, address: str) -> float:
    began = time.perf_counter()
    response = client.get(address)  # type: ignore[attr-defined]
    took = (time.perf_counter() - began) * 1000
    assert response.status_code == 200, response.status_code
    return took


def _write(path: Path, entries: int) -> None:
    first = dt.date(2016, 4, 1)
    kinds = (
        "referral.received",
        "concern.recorded",
        "child.seen",
        "appointment.not_brought",
        "child.voice",
        "missing.found",
    )
    rows = [
        f"{first + dt.timedelta(days=number * 3640 // entries):%d/%m/%Y},{number},{kinds[number % len(kinds)]},"
        f"Invented words of entry {number}: a sentence or two as a school would write them.,Ivy,Example,04/02/2012,A1"
        for number in range(entries)
    ]
    path.write_text("\n".join([",".join(HEADINGS), *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
