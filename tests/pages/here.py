"""The town of a test as it stands in that test's own transaction, served to a browser: nothing is committed, nothing copied."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, connections


class _Server(ThreadingMixIn, WSGIServer):
    """A browser opens more connections than it uses: each has a thread of its own, so that none waits for another."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: what is asked is no news to whoever asked it."""


@contextmanager
def served_here() -> Iterator[str]:
    """The application, in this process, on this test's connection and on its clock. Its address."""
    connection.inc_thread_sharing()
    try:
        with make_server("127.0.0.1", 0, _one_at_a_time(), _Server, _Quiet) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
    finally:
        connection.dec_thread_sharing()


def _one_at_a_time() -> Callable[..., list[bytes]]:
    """The application on one connection, which two requests must not use at once."""
    application, lock, shared = get_wsgi_application(), threading.Lock(), connections["default"]

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with lock, _kept_open():
            connections["default"] = shared
            said: Iterable[bytes] = application(environ, start_response)
            try:
                return list(said)
            finally:
                getattr(said, "close", lambda: None)()

    return answer


@contextmanager
def _kept_open() -> Iterator[None]:
    """A request neither begins nor ends by closing the connection, which is the test's: as with Django's own client."""
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    try:
        yield
    finally:
        for one in signals:
            one.connect(close_old_connections)
