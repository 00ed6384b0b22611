"""One request answered by the web application in a process of its own, which may be killed on the way.

python -m tests.killed_server USER ADDRESS [STEP]: the page's bytes go to standard output as a web server would send them. With a
STEP the process ends, as if its plug were pulled, the moment it comes to that step.
"""

import io
import os
import signal
import sys
from unittest import mock

from conftest import stopped_clock
from keepsight.store.opening import set_up

STEPS = {
    "audit": "keepsight.store.audit.write",
    "append": "keepsight.store.audit._append",
    "commit": "psycopg.Connection.commit",
}


def _killed(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(username: str, address: str, step: str | None = None) -> None:
    """Answer, and print."""
    set_up()
    stopped_clock().start()
    from django.test import Client

    from keepsight.access.models import User
    from keepsight.pages.wsgi import application

    browser = Client()
    browser.force_login(User.objects.get(username=username))
    environ = {
        **Client()._base_environ(PATH_INFO=address, SERVER_NAME="127.0.0.1"),
        "HTTP_COOKIE": f"sessionid={browser.cookies['sessionid'].value}",
        "wsgi.input": io.BytesIO(),
    }
    if step:
        mock.patch(STEPS[step], _killed).start()
    for piece in application(environ, lambda *_: None):
        sys.stdout.buffer.write(piece)


if __name__ == "__main__":
    main(*sys.argv[1:])
