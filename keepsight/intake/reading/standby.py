"""A process that stands by, and becomes a reader each time a file is to be read: it has learnt the formats beforehand.

A reader is a fork of it. It never held a file, so a reader holds its own and no other; it was given no secret and no name, so a
reader has none. To start Python and learn sixty formats takes longer than to read most files.

Between the two stands one that minds the reader: it kills it when whoever asked hangs up, and says how it ended.

    whoever asks  --the file, a pipe, a line-->  standing by  --fork-->  minding  --fork-->  reading

Started by `keepsight.intake.reading.readers`; not for people.
"""

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from traceback import print_exc
from typing import Any, NoReturn

MOST_ASKED_BYTES = 1 << 16
HEARD = b"."
# Open files with each question: what is to be read, the pipe for drafts, kept layouts, the line to whoever asks.
HANDED = 4

Read = Callable[[dict[str, Any]], None]


def stand_by(asking: socket.socket, read: Read) -> None:
    """Become a reader for each question that comes, until nobody can ask any more."""
    while True:
        said, files, _, _ = socket.recv_fds(asking, MOST_ASKED_BYTES, HANDED)
        _see_off(os.WNOHANG)
        if not said:
            return _see_off(0)
        asking.send(HEARD)  # so that one question is taken at a time
        if os.fork() == 0:
            asking.close()
            _mind(files, json.loads(said), read)
        for file in files:
            os.close(file)


def _see_off(how: int) -> None:
    """Take note of the minders that have ended; 0: wait for those that have not."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _mind(files: list[int], asked: dict[str, Any], read: Read) -> NoReturn:
    """Start a reader, and wait until it has ended or nobody listens to it any more."""
    file, pipe, layouts, line = files
    signal.signal(signal.SIGCHLD, lambda *_: None)  # so that its end wakes us
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    reader = os.fork()
    if reader == 0:
        _become_reader(file, pipe, asked | {"kept": layouts}, read, unneeded=(line, woken, wakes))
    for one in (file, pipe, layouts):
        os.close(one)
    if woken not in select.select([line, woken], [], [])[0]:
        os.kill(reader, signal.SIGKILL)
    _, status = os.waitpid(reader, 0)
    with suppress(OSError):  # whoever asked has hung up
        os.write(line, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become_reader(file: int, pipe: int, asked: dict[str, Any], read: Read, unneeded: tuple[int, ...]) -> NoReturn:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(file, 0)
    os.dup2(pipe, 1)
    for one in (file, pipe, *unneeded):
        os.close(one)
    code = 1
    try:
        read(asked)
        sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - as the interpreter itself would: nothing of us goes on after a reader
        print_exc()
    os._exit(code)
