"""What browsers send beside a form: a file larger than any file may be is not even kept for the length of the request."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from keepsight.intake.reading import LIMITS


@contextmanager
def on_disk(sent: "UploadedFile[bytes]", name: str) -> Iterator[Path]:
    """A file as it was sent, by a name in a folder of its own, for as long as it takes to read: no parser runs in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("wb") as kept:
            kept.writelines(sent.chunks())
        yield path


class NotTooLarge(FileUploadHandler):
    """Drops a file whose request says that it is too large. The form arrives without it, and the page says why."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # type: ignore[no-untyped-def]  # Django says no types
        """Told how large the whole request says it is."""
        self._request_bytes = content_length

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Asked before the first byte of a file is read."""
        if self._request_bytes > LIMITS.file_bytes:
            raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to whoever keeps them."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing is kept here."""
