"""A copy of the store among sixteen writers, and the store made again from it: whether it is everything up to one moment.

uv run python -m bench.keeping
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench import log, store

WRITERS, SECONDS, COPIES = 16, 20.0, 4
GOAL = "of each copy: nothing acknowledged before it is lost, nothing is in it in part, its audit is the live one’s beginning"
HEADINGS = "Date,Reference,Kind,Event,Child forename,Child surname,Date of birth,Our reference\n"


def main() -> None:
    """Let sixteen threads hand files in, copy the store four times meanwhile, then make a store of each copy and look."""
    lines = [
        f"Goal: {GOAL}.",
        "",
        "| copy | files acknowledged before | while it was made | in the copy | lost | in part | audit’s lines "
        "| beginning of the live audit | seconds to copy | to restore and prove | size |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    with store.own_store() as folder:
        from keepsight.access.actions import name_agency

        name_agency("social-care", name="Social care", sector="social_care")
        copies = _copied(folder)
        for number, (copy, before, after, seconds) in enumerate(copies, 1):
            lines.append(_told(folder, number, copy, before, after, seconds))
    log.write("keeping", "uv run python -m bench.keeping", lines)


def _copied(folder: Path) -> list[tuple[Path, set[str], int, float]]:
    from django.db import connections

    from keepsight.prompts.actions import receive
    from keepsight.store.backing_up import back_up

    stop, acknowledged = threading.Event(), []

    def write(number: int) -> None:
        try:
            while not stop.is_set():
                number += WRITERS
                path = folder / f"{number}.csv"
                path.write_text(
                    f"{HEADINGS}02/03/2025,{number},referral.received,No {number},Ivy,No{number},04/02/2017,A{number}\n"
                )
                acknowledged.append(str(receive(path, agency="social-care").receipt))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    made = []
    for number in range(COPIES):
        time.sleep(SECONDS / COPIES)
        before, began = set(acknowledged), time.perf_counter()
        back_up(folder / f"copy-{number}")
        made.append((folder / f"copy-{number}", before, len(acknowledged), time.perf_counter() - began))
    stop.set()
    for thread in threads:
        thread.join()
    return made


def _told(folder: Path, number: int, copy: Path, before: set[str], after: int, seconds: float) -> str:
    from keepsight.store import server
    from keepsight.store.models import AuditLine

    elsewhere = folder / f"elsewhere-{number}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment |= {"KEEPSIGHT_HOME": str(elsewhere), "KEEPSIGHT_AUDIT_KEY_FILE": str(folder / "audit-key")}
    began = time.perf_counter()
    said = json.loads(_run(environment, "-m", "keepsight.cli", "restore", str(copy), "--json"))
    took = time.perf_counter() - began
    looked = json.loads(_run(environment, "-c", LOOK))
    server.stop(elsewhere / "postgres")
    live = AuditLine.objects.get(seq=said["audit_rows"])
    begins = "yes" if bytes(live.mac).hex() == said["audit_mac"] else "no"
    lost = len(before - set(looked["receipts"]))
    return (
        f"| {number} | {len(before)} | {after - len(before)} | {len(looked['receipts'])} | {lost} | {looked['in_part']} "
        f"| {said['audit_rows']} | {begins} | {seconds:.1f} | {took:.1f} | {copy.stat().st_size / 1e6:.1f} MB |"
    )


LOOK = """
import json
from keepsight.store.opening import open_store, set_up
set_up()
open_store(make=False)
from keepsight.chronology.models import Entry
from keepsight.intake.models import Receipt
from keepsight.store.models import AuditLine
receipts = {str(one) for one in Receipt.objects.values_list("id", flat=True)}
lines = AuditLine.objects.filter(act="intake.receive").values_list("about", flat=True)
chained = {about.removeprefix("receipt ") for about in lines}
whole = set(map(str, Entry.objects.filter(words__isnull=False, people__isnull=False).values_list("receipt", flat=True)))
print(json.dumps({"receipts": sorted(receipts), "in_part": len((receipts ^ chained) | (receipts ^ whole))}))
"""


def _run(environment: dict[str, str], *words: str) -> str:
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
