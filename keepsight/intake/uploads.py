"""A file that somebody hands in on a page, from being kept apart to its end. Part of `actions`.

    to_check -> checked -> to_receive -> received
        |  ^        |           \\
        v  |        v            refused, or let go at any time before it is received
       to_lay_out <-             (no format knows it: somebody says which column is what, and again where that was wrong)

The worker moves it where the state says `to_` something (`prompts.handing_in`), a person everywhere else. Whoever moves it says
from which state: a step from any other changes nothing, so nothing is done twice and nothing goes on that was let go.
"""

import datetime as dt
import os
import shutil
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.models import Receipt, Upload
from keepsight.intake.reading import LIMITS
from keepsight.intake.reading.limits import MEGABYTE
from keepsight.intake.senders import MAY_HAND_IN, refuse_whoever_does_not_send
from keepsight.store import audit, clock
from keepsight.store.home import uploads

ON_ITS_WAY = ("to_check", "to_lay_out", "checked", "to_receive")
FOR_THE_WORKER = ("to_check", "to_receive")
FOR_A_PERSON = ("to_lay_out", "checked")
WAITS_DAYS = 7  # for somebody's yes; then a file that nobody came back to is let go
TABLE, LAYOUT = "table", "layout"  # what is found of a file that no format knows, and what somebody says of it
LOST_AFTER = dt.timedelta(hours=1)  # a kept file of which no row tells: its request was cut short
MOST_NAME_BYTES = 200  # a file system takes 255


@transaction.atomic
def keep_upload(
    name: str,
    pieces: Iterable[bytes],
    *,
    as_at: dt.date | None,
    by: User,
    format_name: str = "",
    most_bytes: int = LIMITS.file_bytes,
) -> Upload:
    """Keep a file apart, on the disk before this returns, to be read through by the worker: by its content, or as the format that
    somebody chose.

    Raises WrongUse where it is not for `by` to hand files in, where no agreement lets their agency send any, and for a file that
    is empty or larger than a file may be. Then nothing is kept.
    """
    refuse_whoever_does_not_send(by)
    upload = Upload(
        agency_id=by.agency_id, by=by, at=clock.now(), file_name=plain_name(name), as_at=as_at, format=format_name
    )
    upload.size = _written(path_of(upload), pieces, most_bytes)
    upload.save(force_insert=True)
    audit.note("intake.keep_upload", by=by, about=f"upload {upload.id}")
    return upload


@transaction.atomic
def confirm_upload(upload: Upload, *, because: str = "", by: User) -> None:
    """Say yes to a file that was read through: the worker takes it in.

    Raises WrongUse where it is not theirs, and where something about it needs a reason and none is given; Overtaken where somebody
    has moved it since.
    """
    _refuse_another_s(upload, by)
    if stops(upload) and not because.strip():
        raise WrongUse("Something about this file needs a reason", next_step="Say why it is right all the same.")
    _move(upload, "checked", state="to_receive", confirmed_because=because.strip(), tries=0, done=0, beat_at=None)
    audit.note("intake.confirm_upload", by=by, about=f"upload {upload.id}")


@transaction.atomic
def let_go(upload: Upload, *, by: User | None) -> None:
    """Let a file go that has not been received: it is removed, and nothing of it stays. None: nobody came back to it.

    Raises WrongUse where it is not theirs, Overtaken where it has ended.
    """
    if by is not None:
        _refuse_another_s(upload, by)
    _move(upload, *ON_ITS_WAY, state="let_go", found=None, ended_at=clock.now())
    audit.note("intake.let_go", by=by, about=f"upload {upload.id}")
    transaction.on_commit(lambda: remove_file(upload))


@transaction.atomic
def note_laid_out(upload: Upload, said: Mapping[str, object], *, by: User) -> None:
    """Note which column of it is what, as somebody says: the worker reads it through by that.

    Raises WrongUse where it is not theirs, Overtaken where somebody has moved it since.
    """
    _refuse_another_s(upload, by)
    found = {**(upload.found or {}), LAYOUT: dict(said)}
    _move(upload, "to_lay_out", state="to_check", found=found, tries=0, done=0, beat_at=None)
    audit.note("intake.note_laid_out", by=by, about=f"upload {upload.id}")


@transaction.atomic
def lay_out_again(upload: Upload, *, by: User) -> None:
    """Go back to say otherwise which column of it is what. Raises as `note_laid_out` does."""
    _refuse_another_s(upload, by)
    kept = {name: said for name, said in (upload.found or {}).items() if name in (TABLE, LAYOUT)}
    _move(upload, "checked", state="to_lay_out", found=kept)
    audit.note("intake.lay_out_again", by=by, about=f"upload {upload.id}")


def note_unknown(upload: Upload, table: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Note that no format knows it: `table` are its headings, each with some of the different words below it."""
    _move(upload, "to_check", state="to_lay_out", found={TABLE: [list(one) for one in table]})


def note_found(upload: Upload, found: Mapping[str, object], rows: int) -> None:
    """Note what reading it through found. Raises Overtaken where it was let go meanwhile."""
    _move(upload, "to_check", state="checked", found=dict(found), total=rows)


def note_refused(upload: Upload, because: str) -> None:
    """Note that the file as a whole is refused, and why. Raises Overtaken where it was let go meanwhile."""
    _move(upload, *FOR_THE_WORKER, state="refused", refused_because=because, found=None, ended_at=clock.now())


def note_received(upload: Upload, receipt: Receipt) -> None:
    """Note, in the transaction that takes it in, that it was. Raises Overtaken, and so undoes it, where it was let go meanwhile."""
    _move(upload, "to_receive", state="received", receipt=receipt, done=receipt.rows, found=None, ended_at=clock.now())


def note_try(upload: Upload) -> int:
    """Note that the worker begins; how often it has."""
    upload.tries += 1
    _move(upload, *FOR_THE_WORKER, tries=upload.tries, beat_at=clock.now())
    return upload.tries


def beat(upload_id: uuid.UUID, done: int) -> bool:
    """Note that the worker still lives and how many rows it has done. Whether the file is still wanted."""
    found = Upload.objects.filter(id=upload_id, state__in=FOR_THE_WORKER)
    return found.update(beat_at=clock.now(), done=done) == 1


def waiting() -> QuerySet[Upload]:
    """The files that the worker has to move on, the longest waiting first."""
    return Upload.objects.filter(state__in=FOR_THE_WORKER).select_related("agency", "by").order_by("at", "id")


def upload(sight: Sight, upload_id: uuid.UUID) -> Upload | None:
    """One file on its way, or None where there is none of the person's own agency."""
    return _own(sight).filter(id=upload_id).first()


def own_uploads(sight: Sight) -> list[Upload]:
    """What the person's agency hands in on pages and has not ended, the newest first."""
    return list(_own(sight).filter(state__in=ON_ITS_WAY).order_by("-at", "-id"))


def stops(upload: Upload) -> list[str]:
    """What about a file that was read through needs somebody's reason before it is taken in, in sentences."""
    return list((upload.found or {}).get("stops", []))


def path_of(upload: Upload) -> Path:
    """Where the file is kept while it is on its way."""
    return uploads() / str(upload.id) / upload.file_name


def remove_file(upload: Upload) -> None:
    """Remove the file; nothing, where it is gone already."""
    shutil.rmtree(path_of(upload).parent, ignore_errors=True)


@transaction.atomic
@seeing(THE_MACHINE)
def sweep() -> None:
    """Let go what nobody came back to, and remove every kept file that is no longer on its way."""
    long_ago = clock.now() - dt.timedelta(days=WAITS_DAYS)
    for one in Upload.objects.filter(state__in=FOR_A_PERSON, at__lt=long_ago):
        let_go(one, by=None)
    kept = {str(key) for key in Upload.objects.filter(state__in=ON_ITS_WAY).values_list("id", flat=True)}
    for folder in uploads().iterdir():
        begun = dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC)
        if folder.name not in kept and clock.now() - begun > LOST_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """The name of a file as it may stand on a disk and on a page: no folder, nothing that does not print, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printed = "".join(one for one in last if unicodedata.category(one)[0] != "C").strip()
    cut = printed.encode()[-MOST_NAME_BYTES:].decode(errors="ignore")
    return cut if cut.strip(".") else "file"


def _own(sight: Sight) -> QuerySet[Upload]:
    return Upload.objects.filter(agency_id=sight.agency).select_related("agency", "by", "receipt")


def _refuse_another_s(upload: Upload, by: User) -> None:
    if by.role not in MAY_HAND_IN or upload.agency_id != by.agency_id:
        raise WrongUse("This is not yours to hand in", next_step="The data steward or the lead of the agency can.")


def _move(upload: Upload, *before: str, **to: object) -> None:
    if not Upload.objects.filter(id=upload.id, state__in=before).update(**to):
        raise Overtaken("This file has been moved on meanwhile", next_step="Open it again to see where it stands.")
    for name, value in to.items():
        setattr(upload, name, value)


def _written(place: Path, pieces: Iterable[bytes], most_bytes: int) -> int:
    """Write a file that is not there yet, in a folder of its own, whole and on the disk. How many bytes it has."""
    place.parent.mkdir(mode=0o700)
    size = 0
    try:
        with open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as kept:
            for piece in pieces:
                size += len(piece)
                _refuse_too_large(size, most_bytes)
                kept.write(piece)
            kept.flush()
            os.fsync(kept.fileno())
        if not size:
            raise WrongUse("This file is empty", next_step="Choose the file that holds the rows.")
    except BaseException:
        shutil.rmtree(place.parent, ignore_errors=True)
        raise
    for folder in (place.parent, place.parent.parent):
        _onto_the_disk(folder)
    return size


def _refuse_too_large(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        raise WrongUse(
            f"This file is larger than {most_bytes // MEGABYTE} MB",
            next_step="Hand it in in parts, by year or by team.",
        )


def _onto_the_disk(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
