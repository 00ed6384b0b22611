"""Files handed in on a page, for tests: a table of social care's, and its way as far as a test wants it."""

import datetime as dt
from unittest import mock
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.intake.models import Upload
from keepsight.intake.uploads import keep_upload, note_found, path_of
from keepsight.prompts import handing_in
from keepsight.prompts.trying import try_out
from keepsight.store import clock
from tests.pages.town_people import user

HEADINGS = "Date,Reference,Kind,Event,Action,Child forename,Child surname,Date of birth,Our reference\n"
LINES = (
    "02/03/2026,1,concern.recorded,Came in hungry again,,Zenobia,Example,04/02/2017,Z1",
    "03/03/2026,2,concern.recorded,Nobody came to collect her,,Zenobia,Example,04/02/2017,Z1",
    "31/12/2025,,,,,Zenobia,Example,04/02/2017,Z1",
)
"""Two rows that read, and one that says of nothing what happened."""
DESK = "Our no.,Occurred,Sort,What we saw\nZ1,02/03/2026,worry,Came in hungry\nZ1,03/03/2026,moan,Slept badly\n"
"""The log of a front desk, as nobody else keeps one."""
AS_AT = dt.date(2026, 4, 1)  # the day on which the tests' clock stands: nothing in the town speaks for a later one


def table(*lines: str) -> bytes:
    """The file."""
    return (HEADINGS + "".join(f"{line}\n" for line in lines or LINES)).encode()


@transaction.atomic
@seeing(THE_MACHINE)
def handed_in(by: User | None = None, *lines: str, name: str = "concerns.csv", as_at: dt.date = AS_AT) -> Upload:
    """A file that waits to be read through."""
    return keep_upload(name, [table(*lines)], as_at=as_at, by=by or user("magda"))


@transaction.atomic
@seeing(THE_MACHINE)
def checked(by: User | None = None, *lines: str, name: str = "concerns.csv", as_at: dt.date = AS_AT) -> Upload:
    """A file that was read through, and waits for somebody's yes."""
    made = handed_in(by, *lines, name=name, as_at=as_at)
    received, found = try_out(
        path_of(made), agency=made.agency_id, as_at=made.as_at, by=made.by, progress=lambda rows: None
    )
    note_found(made, found, received.rows)
    return made


@transaction.atomic
@seeing(THE_MACHINE)
def read_through(made: Upload) -> Upload:
    """The same file as the worker leaves it: checked, or waiting for somebody to say which column is what."""
    with mock.patch.object(handing_in, "Beat"):  # its heart beats on a connection of its own, which sees none of this
        handing_in._move_on(made)
    made.refresh_from_db()
    return made


@transaction.atomic
@seeing(THE_MACHINE)
def of_no_format(by: User | None = None) -> Upload:
    """A table that no format knows."""
    return keep_upload("desk.csv", [DESK.encode()], as_at=AS_AT, by=by or user("magda"))


@transaction.atomic
@seeing(THE_MACHINE)
def on_its_way(by: User) -> UUID:
    """A file of somebody's agency, of which only the row is there: whoever may not hand files in has none of their own."""
    made = Upload(agency_id=by.agency_id, by=by, at=clock.now(), file_name="concerns.csv", size=1, as_at=AS_AT)
    made.save(force_insert=True)
    return made.id
