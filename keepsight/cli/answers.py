"""What each command answers, in both its voices: the JSON that HOUSE.md promises, and a table or a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.urls import URLPattern, URLResolver

from keepsight.briefings.paper import Paper
from keepsight.chronology.projection import Stepped
from keepsight.chronology.shown import EntryShown
from keepsight.cli import saying
from keepsight.intake.formats import Format
from keepsight.patterns.replaying.replay import MOST_NEEDED, Replayed
from keepsight.patterns.scanning.scan import Scanned
from keepsight.patterns.sheets import Sheet
from keepsight.people.shown import ChildShown
from keepsight.practice.waiting import Waiting
from keepsight.prompts.asking import Asked
from keepsight.prompts.receiving import Received
from keepsight.town.writing import TownFile


def received(files: Sequence[Received], *, made: bool, dry_run: bool, as_json: bool) -> None:
    """What became of each file's rows."""
    if as_json:
        saying.answer({"receipts": [file.as_json() for file in files]}, "", True)
        return
    if made:
        saying.say("There was no store here; one was made.")
    for file in files:
        saying.say(
            f"{file.file}: {file.rows} rows, of which {file.refused_rows} set aside, {file.duplicates} already known "
            f"and {file.blank} blank; {file.entries} new entries. A second count found {file.counted} rows."
            + (" Nothing was changed: this was a dry run." if dry_run else "")
        )
        for row in file.refused:
            saying.say(f"  set aside: {_place(row)}: {row['reason']}")
        for text, times in _gathered(str(warning["says"]) for warning in file.warnings):
            saying.say(f"  note: {text}" + (f" ({times} rows)" if times > 1 else ""))


def children(found: Sequence[ChildShown], as_json: bool) -> None:
    """Who is known."""
    if as_json:
        rows = [
            {"child": child.id, "name": child.name, "born_on": child.born_on, "known_as": list(child.known_as)}
            for child in found
        ]
        saying.answer({"children": rows}, "", True)
        return
    saying.table(
        "Children",
        ("Child", "Name", "Born"),
        [(str(child.id), child.name or "no name given", _day(child.born_on)) for child in found],
    )


def entries(found: Sequence[EntryShown], as_json: bool) -> None:
    """One child's chronology."""
    if as_json:
        saying.answer({"entries": [_entry(entry) for entry in found]}, "", True)
        return
    saying.table(
        "Chronology",
        ("Day", "Agency", "What happened", "Whose"),
        [(_when(entry), entry.agency_name, f"{entry.title}. {entry.narrative}", entry.role) for entry in found],
    )


def asked(answer: Asked, as_json: bool) -> None:
    """What the patterns answered, and what they cannot tell."""
    if as_json:
        saying.answer(answer.as_json(), "", True)
        return
    saying.table(
        f"Prompts as of {answer.as_of.isoformat()}",
        ("Pattern", "Child", "From", "Until", "Could be seen", "Entries"),
        [
            (
                one.pattern,
                str(one.child),
                one.began_on.isoformat(),
                _day(one.ended_on) or "it still holds",
                one.visible_on.isoformat(),
                str(len(one.entries)),
            )
            for one in answer.prompts
        ],
    )
    for silent in answer.cannot_tell:
        saying.say(
            f"{silent.pattern}: cannot tell for {len(silent.children)} children. Missing: {'; '.join(map(str, silent.needs))}."
        )


def replayed(found: list[Replayed], as_json: bool) -> None:
    """Who could have seen each prompt of a child, and when."""
    if as_json:
        saying.answer({"prompts": [one.as_json() for one in found]}, "", True)
        return
    saying.table(
        "What could have been seen, and when",
        ("Pattern", "Together", "Any agency alone", "Needed", ""),
        [
            (
                one.pattern,
                one.on.isoformat(),
                _day(one.first_alone) or "never",
                " or ".join(" + ".join(sorted(some)) for some in one.fewest) or f"more than {MOST_NEEDED} agencies",
                "by its own words several" if one.by_definition else "assumed" if one.assumed else "",
            )
            for one in found
        ],
    )


def projected(stepped: Stepped, folder: Path, as_json: bool) -> None:
    """What a step of the projection did."""
    saying.answer(
        {"folder": str(folder), "entries": stepped.entries, "step": stepped.step},
        f"{stepped.entries:,} new entries were brought into {folder}, which is now in step with the log.",
        as_json,
    )


def scanned(scan: Scanned, out: Path, seconds: float, cpu_seconds: float, as_json: bool) -> None:
    """What a scan found, and what it cost."""
    saying.answer(
        {
            "entries": scan.entries,
            "prompts": scan.prompts,
            "seconds": round(seconds, 2),
            "cpu_seconds": round(cpu_seconds, 2),
        },
        f"{scan.prompts:,} prompts out of {scan.entries:,} entries stand in {out}; {scan.asked:,} children were asked, in "
        f"{seconds:.1f} seconds ({cpu_seconds:.1f} of a processor's).",
        as_json,
    )


def briefing(paper: Paper, out: Path, as_json: bool) -> None:
    """What a paper was written from."""
    figures = paper.figures()
    saying.answer(
        {"file": str(out), "reviews": len(paper.reviews), "figures": len(figures), "as_at": paper.as_at},
        f"{out.name} holds a paper of {len(paper.reviews)} reviews with {len(figures)} figures, each with its list. It names "
        "reviews: it is not to be passed on. A public edition is made and cleared on the pages.",
        as_json,
    )


def patterns(sheets: Iterable[Sheet], as_json: bool) -> None:
    """The shelf of patterns."""
    rows = [{"pattern": one.name, "version": one.version, "shape": one.shape, "title": one.title} for one in sheets]
    _shelf("patterns", rows, as_json)


def formats(known: Mapping[str, Format], as_json: bool) -> None:
    """The shelf of formats."""
    rows = [
        {"format": name, "version": one.version, "title": one.title, "sent_by": ", ".join(one.sectors)}
        for name, one in known.items()
    ]
    _shelf("formats", rows, as_json)


def pages(addresses: Iterable[URLPattern | URLResolver], as_json: bool) -> None:
    """The shelf of pages, as the address book knows it: this room need not know theirs."""
    shelved = [(str(one.pattern), getattr(one.callback, "shelved", None)) for one in addresses]
    rows = [
        {
            "page": one.name,
            "address": f"/{address}",
            "title": one.page.title,
            "for": "everybody" if one.page.public else ", ".join(sorted(one.page.who)),
        }
        for address, one in shelved
        if one
    ]
    _shelf("pages", rows, as_json)


def town(files: Sequence[TownFile], out: Path, as_json: bool) -> None:
    """The files that were written."""
    rows = [{"file": str(file.path), "agency": file.agency_code, "as_at": file.as_at} for file in files]
    saying.answer({"files": rows}, f"{len(files)} files of the invented town were written to {out}.", as_json)


def town_as_columns(entries: int, children: int, out: Path, as_json: bool) -> None:
    """How much was written for `keepsight scan`."""
    fields = {"folder": str(out), "children": children, "entries": entries}
    said = (
        f"{entries:,} entries of {children:,} invented children were written to {out}: ask them with 'keepsight scan'."
    )
    saying.answer(fields, said, as_json)


def _shelf(name: str, rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    if as_json:
        saying.answer({name: rows}, "", True)
        return
    columns = tuple(rows[0]) if rows else ()
    saying.table(name.title(), columns, [tuple(str(row[column]) for column in columns) for row in rows])


def _entry(entry: EntryShown) -> dict[str, object]:
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "occurred_from": entry.occurred_from,
        "occurred_to": entry.occurred_to,
        "occurred_at": entry.occurred_at,
        "precision": entry.precision,
        "recorded_on": entry.recorded_on,
        "recorded_how": entry.recorded_how,
        "agency": entry.agency,
        "from_agency": entry.from_agency_name,
        "scope": entry.scope,
        "role": entry.role,
        "details": entry.details,
        "narrative": entry.narrative,
        "child_words": entry.child_words,
        "basis": entry.basis,
        "guessed_by": entry.guessed_by,
        "source": {"file": entry.source.file_name, "sheet": entry.source.sheet, "row": entry.source.row},
    }


def _when(entry: EntryShown) -> str:
    return entry.raw_when if entry.precision != "day" and entry.raw_when else _day(entry.occurred_from)


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _place(row: Mapping[str, object]) -> str:
    words = (
        f"sheet {row['sheet']}" if row["sheet"] else "",
        f"row {row['row']}",
        f"column {row['column']}" if row["column"] else "",
    )
    return ", ".join(word for word in words if word)


def _gathered(texts: Iterable[str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return list(counts.items())


def summary(found: Iterable[Waiting], address: str) -> list[str]:
    """A line for each person for whom something waits, fit to be sent as plain text: it says nothing of whom it is about."""
    lines = [
        f"{one.user.name}: {one.prompts} {'prompt' if one.prompts == 1 else 'prompts'} and "
        f"{one.others} other {'thing' if one.others == 1 else 'things'} wait for you, "
        f"{one.pressing} of them by today. {address}".rstrip()
        for one in found
    ]
    return lines or ["Nothing waits for anybody."]


def waiting(found: Iterable[Waiting]) -> list[dict[str, object]]:
    """The same for a program."""
    return [
        {"user": one.user.username, "prompts": one.prompts, "others": one.others, "pressing": one.pressing}
        for one in found
    ]
