"""Readers, one for each file, asked of the process that stands by for this one."""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

from keepsight.intake.reading.standby import HEARD

LAST_WORD_BYTES = 16  # the longest way to say how a process ended
UNKNOWN_END = 1  # of a reader whose minder was killed before it said


@dataclass(frozen=True, slots=True)
class Reader:
    """A process that reads one file: its drafts come out of `pipe`, and the end of it out of `line`."""

    pipe: int
    line: socket.socket

    def wait(self) -> int:
        """How it ended: 0, or as `subprocess.Popen.returncode` says it."""
        said = self.line.recv(LAST_WORD_BYTES)
        return int(said) if said else UNKNOWN_END


@dataclass(frozen=True, slots=True)
class StandingBy:
    """A process that stands by, how it is asked, and the process that asks: a fork of that one needs another."""

    process: "subprocess.Popen[bytes]"
    asking: socket.socket
    asker: int


_standing: StandingBy | None = None
_one_at_a_time = threading.Lock()


@contextmanager
def reader(file: IO[bytes], asked: dict[str, Any], kept: list[dict[str, Any]]) -> Iterator[Reader]:
    """A reader of an open file, told what is `asked`; gone when the block ends, whatever it was doing.

    Layouts that are kept here are handed over as an open file without a name: a question may be too short for them.
    """
    with tempfile.TemporaryFile() as layouts:
        layouts.write(json.dumps(kept).encode())
        layouts.seek(0)
        out, pipe = os.pipe()
        line, minder_s = socket.socketpair()
        try:
            with minder_s:
                _ask(json.dumps(asked).encode(), [file.fileno(), pipe, layouts.fileno(), minder_s.fileno()])
        finally:
            os.close(pipe)
        with line:
            try:
                yield Reader(out, line)
            finally:
                os.close(out)
                line.shutdown(socket.SHUT_WR)  # nobody listens any more
                line.recv(LAST_WORD_BYTES)  # and it is gone


def stop() -> None:
    """Let the process that stands by end, and see it off with all that it started. The next file starts another."""
    with _one_at_a_time:
        _stop()


atexit.register(stop)


def _ask(said: bytes, files: list[int]) -> None:
    """Hand a question over. A process that no longer stands by (the system may have killed it) is started anew, once."""
    with _one_at_a_time:
        if not _heard(said, files):
            _stop()
            _heard(said, files)


def _heard(said: bytes, files: list[int]) -> bool:
    asking = _standing_by().asking
    try:
        socket.send_fds(asking, [said], files)
        return bool(asking.recv(len(HEARD)))
    except (BrokenPipeError, ConnectionResetError):
        return False


def _standing_by() -> StandingBy:
    global _standing
    if _standing and _standing.asker != os.getpid():
        _standing.asking.close()  # it is our parent's
        _standing = None
    _standing = _standing or _started()
    return _standing


def _stop() -> None:
    global _standing
    if _standing and _standing.asker == os.getpid():
        with _standing.asking, suppress(OSError):  # it may be gone already
            _standing.asking.shutdown(socket.SHUT_RDWR)  # for our forks too, which may have it open still
        _standing.process.wait()
    _standing = None


def _started() -> StandingBy:
    """Isolated from our environment, and with nothing of ours open but its end of the line."""
    ours, its = socket.socketpair()
    with its:
        process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-I", "-X", "utf8", "-m", "keepsight.intake.reading.child", str(its.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            pass_fds=(its.fileno(),),
        )
    return StandingBy(process, ours, os.getpid())
