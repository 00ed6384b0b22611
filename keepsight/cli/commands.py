"""The commands, in the order in which a newcomer meets them.

Each opens the store that it needs, calls one room, and says what happened.
"""

import datetime as dt
import time
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.urls import get_resolver

from keepsight.access.queries import the_machine
from keepsight.briefings.gathering import gather
from keepsight.briefings.printers import in_shape
from keepsight.briefings.printing import printed
from keepsight.briefings.writing import written
from keepsight.chronology import projection
from keepsight.chronology import queries as chronology_of
from keepsight.chronology.settled import settle
from keepsight.cli import (
    agencies,
    answers,
    caseloads,
    earlier,
    keeping,
    matching,
    proving,
    purging,
    reviewing,
    saying,
    serving,
    sheets_printed,
    tokens,
    undoing,
    users,
)
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.intake.formats import formats
from keepsight.patterns.scanning.asked import asked_in
from keepsight.patterns.scanning.beyond import scan_with_spark
from keepsight.patterns.scanning.scan import scan as scan_folder
from keepsight.people import queries as people
from keepsight.practice.waiting import waiting_for_each
from keepsight.prompts import actions as prompts
from keepsight.prompts import queries as kept
from keepsight.prompts.doubts import only_with_a_reason
from keepsight.prompts.grown import grown
from keepsight.prompts.in_force import write_beside
from keepsight.prompts.joining import link_again
from keepsight.prompts.replaying import replay_of
from keepsight.prompts.sheets import sheets
from keepsight.store import server
from keepsight.store.clock import today
from keepsight.store.opening import open_store
from keepsight.town.population import write_columns, write_files
from keepsight.town.writing import write_town

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise WrongUse("That is not a date", next_step="Write it as 2026-03-31.") from None


@app.command()
def demo(port: int = serving.PORT) -> None:
    """Load the invented town from its agencies' own files and serve it on this machine."""
    serving.demo(port)


@app.command()
def serve(port: int = serving.PORT) -> None:
    """Serve this store on this machine, with its worker. A store that holds the invented town is refused."""
    serving.serve(port)


@app.command()
def stop() -> None:
    """Stop the embedded database server of this store."""
    if not server.exists():
        saying.say("There is no embedded server here to stop.")
        return
    server.stop()
    saying.say("The embedded server has stopped; everything it acknowledged is on the disk.")


@app.command()
def migrate() -> None:
    """Make the tables of this store, or bring them up to date: before its pages and its worker start as services of their own."""
    open_store(make=True)
    settle()
    saying.say(f"The store's tables are those of this version.{_to_be_asked(grown())}")


def _to_be_asked(new: list[str]) -> str:
    if not new:
        return ""
    named = ", ".join(new)
    return (
        f" {len(new)} patterns were not yet asked of everybody as they now stand; the worker does it tonight: {named}."
    )


@app.command(hidden=True)
def worker() -> None:
    """The worker that `demo` and `serve` start beside the pages. It needs no login of the tables' owner."""
    open_store(make=False, migrating=False)
    serving.work()


@app.command()
def receive(
    files: list[Path],
    agency: Annotated[str | None, typer.Option(help="Whose file it is, where the file does not say.")] = None,
    format: Annotated[str | None, typer.Option(help="Its format, where that is not recognised.")] = None,
    as_at: Annotated[str | None, typer.Option(help="The day up to which it runs, where the file does not say.")] = None,
    because: Annotated[str, typer.Option(help="Why files are right that look doubtful: their receipts keep it.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Say what would happen, and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take agencies' files in. The same file twice changes nothing; a doubtful one is refused unless you say why it is right."""
    made = open_store(make=True)
    receipts = []
    with saying.progress(of=len(files), quiet=as_json) as told:
        for file in files:
            receipts.append(
                prompts.receive(
                    file,
                    agency=agency,
                    format_name=format,
                    as_at=_day(as_at),
                    dry_run=dry_run,
                    weigh=only_with_a_reason(because),
                    progress=told(file),
                )
            )
    answers.received(receipts, made=made, dry_run=dry_run, as_json=as_json)


@app.command()
def link(as_json: AsJson = False) -> None:
    """Link records to persons, by rule, and ask the patterns of whoever changed.

    Counts what was linked, what waits for a person, and what was left apart.
    """
    open_store(make=False)
    link_again()
    counts = people.linked_counts()
    saying.answer(
        {"linked": counts.linked, "asked": counts.asked, "left": counts.left},
        f"{counts.linked} records are linked to another agency's; {counts.asked} pairs wait for a person to look; "
        f"{counts.left} records stand alone.",
        as_json,
    )


@app.command()
def children(
    find: Annotated[str | None, typer.Option(help="A name, or part of one.")] = None, as_json: AsJson = False
) -> None:
    """The children who are known."""
    open_store(make=False)
    found = people.children(the_machine(), find)
    answers.children(found, as_json)


@app.command()
def chronology(child: UUID, as_json: AsJson = False) -> None:
    """One child's entries, oldest first."""
    open_store(make=False)
    if people.child(the_machine(), child) is None:
        raise WrongUse("No child has that id", next_step="See 'keepsight children'.")
    answers.entries(chronology_of.chronology(the_machine(), child), as_json)


@app.command()
def ask(
    child: Annotated[UUID | None, typer.Option(help="Ask of one child only.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day to ask as of; today if not given.")] = None,
    holding: Annotated[bool, typer.Option(help="Only what holds on that day.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the patterns: every interval in which one held, or only those that hold."""
    open_store(make=False)
    answers.asked(kept.asked(child, _day(as_of), holding=holding), as_json)


@app.command()
def replay(
    child: Annotated[UUID | None, typer.Argument(help="The child. Leave it out with --all or --reviewed.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Over all children: how much earlier than alone.")] = False,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Over the children whom a review is about.")] = False,
    until: Annotated[str | None, typer.Option(help="The last day to replay; today if not given.")] = None,
    csv: Annotated[Path | None, typer.Option(help="With --all or --reviewed: a CSV file to write as well.")] = None,
    as_json: AsJson = False,
) -> None:
    """When each prompt of a child could be seen by all agencies together, by each alone, and whose entries were needed.

    Over all children, or all reviewed: how much earlier together than alone, by pattern, small numbers hidden.
    """
    open_store(make=False)
    if (child is not None) + everybody + reviewed != 1:
        raise WrongUse("Say whom to replay", next_step="Give a child's id, or --all, or --reviewed.")
    if child is None:
        earlier.over_many("all" if everybody else "reviewed", _day(until) or today(), csv, as_json)
        return
    if people.child(the_machine(), child) is None:
        raise WrongUse("No child has that id", next_step="See 'keepsight children'.")
    answers.replayed(replay_of(the_machine(), child, _day(until) or today()), as_json)


@app.command()
def summary(
    address: Annotated[str, typer.Option(help="Where people open Keepsight: it stands in each line.")] = "",
    as_json: AsJson = False,
) -> None:
    """What waits for each person today, a line each to be handed on by mail: a count and an address, and nothing of a child."""
    open_store(make=False)
    found = waiting_for_each(today())
    saying.answer({"waiting": answers.waiting(found)}, "\n".join(answers.summary(found, address)), as_json)


@app.command()
def project(
    folder: Annotated[Path | None, typer.Argument(help="The folder of columns; the store's own if not given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Bring a folder of columns in step with the log, for 'keepsight scan'. The first time, it is made."""
    open_store(make=False)
    there = folder or projection.own_folder()
    stepped = projection.bring_up_to_date(there, today())
    write_beside(there)
    answers.projected(stepped, there, as_json)


@app.command()
def scan(
    folder: Annotated[Path, typer.Argument(help="What 'keepsight project' or 'keepsight town --columns' wrote.")],
    out: Annotated[Path, typer.Option(help="The Parquet file to write; patterns/columns.md says what stands in it.")],
    engine: Annotated[str, typer.Option(help="What asks: duckdb, or spark for more than one machine.")] = "duckdb",
    as_of: Annotated[str | None, typer.Option(help="The day to ask as of; the folder's own if not given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the patterns of everybody in a folder of columns, without a database.

    Where the file is there already, only the families are asked again for whom something has changed since.
    """
    asks = {"duckdb": scan_folder, "spark": scan_with_spark}.get(engine)
    if asks is None:
        raise WrongUse(f"Nothing can ask with {engine}", next_step="Leave --engine out: duckdb asks on one machine.")
    clocks = time.perf_counter(), time.process_time()
    scanned = asks(folder, out, asked_in(folder, sheets()), _day(as_of))
    seconds, cpu_seconds = time.perf_counter() - clocks[0], time.process_time() - clocks[1]
    answers.scanned(scanned, out, seconds, cpu_seconds, as_json)


app.command(name="take-back")(undoing.take_back)
app.command()(caseloads.caseload)
app.command()(proving.anchor)
app.command()(proving.verify)
app.command()(keeping.backup)
app.command(name="backup-key")(keeping.backup_key)
app.command()(keeping.restore)
app.command()(keeping.drill)
app.command()(purging.purge)
app.add_typer(agencies.app, name="agency")
app.add_typer(users.app, name="user")
app.add_typer(tokens.app, name="token")
app.add_typer(reviewing.app, name="review")
app.add_typer(matching.app, name="people")


@app.command()
def briefing(
    out: Annotated[Path, typer.Option(help="The file to write: .docx, .html or .pdf.")],
    title: Annotated[str, typer.Option(help="What the paper is called.")] = "What our reviews teach us",
    partnership: Annotated[str, typer.Option(help="Whose paper it is.")] = "The partnership",
    as_json: AsJson = False,
) -> None:
    """Write a briefing paper of all reviews, with the list behind each figure: an internal edition, not to be passed on."""
    open_store(make=False)
    paper = written(gather(title, partnership))
    out.write_bytes(in_shape(printed(paper), out.suffix.removeprefix(".")))
    answers.briefing(paper, out, as_json)


@app.command()
def patterns(
    manual: Annotated[
        Path | None, typer.Option(help="Print their manual: the .html, .pdf or .docx file to write.")
    ] = None,
    transparency: Annotated[
        Path | None, typer.Option(help="Print the record of algorithmic transparency: the file to write, likewise.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The library of patterns; or printed from its sheets: its manual, or its record of algorithmic transparency."""
    if manual or transparency:
        sheets_printed.write(sheets(), manual, transparency, as_json)
    else:
        answers.patterns(sheets().values(), as_json)


@app.command(name="formats")
def formats_(as_json: AsJson = False) -> None:
    """The formats that can be received."""
    answers.formats(formats(), as_json)


@app.command()
def pages(as_json: AsJson = False) -> None:
    """The pages, with their addresses and who may open them."""
    answers.pages(get_resolver().url_patterns, as_json)


@app.command()
def town(
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    until: Annotated[str | None, typer.Option(help="The day on which the story ends; today if not given.")] = None,
    children: Annotated[
        int | None,
        typer.Option(min=1, help="A town of so many children, drawn by chance; otherwise the families by hand."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same town.")] = 1,
    columns: Annotated[bool, typer.Option("--columns", help="As columns for 'keepsight scan', not as files.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the invented town's files, as its agencies would hand them in: its fifteen families, or a town of any size."""
    until_on = _day(until) or today()
    if columns and children is None:
        raise WrongUse("Columns are written of a town of any size", next_step="Say how many children: --children 1000.")
    with saying.progress(quiet=as_json) as told:
        if children is None:
            files = write_town(out, until_on)
        elif columns:
            entries = write_columns(out, children, seed, until_on, told(out))
        else:
            files = list(write_files(out, children, seed, until_on, told(out)))
    if columns:
        answers.town_as_columns(entries, children or 0, out, as_json)
    else:
        answers.town(files, out, as_json)
