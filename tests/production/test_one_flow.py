"""On a server of one's own, with the files of deploy/: PostgreSQL, gunicorn, the worker and nginx; one person finds one child.

Then the database is gone at once, and back: a plain page meanwhile, and whoever was signed in goes on.
"""

import contextlib
import html
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from base64 import b32decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django_otp.oath import TOTP

from tests.lacking import lacking
from tests.production.browsing import PATIENCE_SECONDS, Browser
from tests.production.postgres import Debians, Embedded, addresses, free_port, of_ones_own

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "keepsight/intake/formats/chronology_table/sample.csv"
CHILD, BORN = "Wilf Quayle", ("14", "02", "2014")
TOKEN, PASSWORD = "only-for-figures", "only-for-this-test"
BEGIN = f"""
from pathlib import Path
from keepsight.store.opening import open_store, set_up
set_up()
open_store(make=True)
from keepsight.access.actions import add_user, name_agency
from keepsight.prompts.actions import receive
receive(Path({str(SAMPLE)!r}))
name_agency("hub", name="The front door", sector="other")
add_user("leila", name="Leila Haddad", agency="hub", role="hub_coordinator", password={PASSWORD!r})
"""


@dataclass
class Served:
    """What a partnership's own server is made of."""

    database: Debians | Embedded
    browser: Browser
    logs: Path


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Everything started from the files that are handed out, in a folder of the test's own."""
    if shutil.which("nginx") is None:
        lacking("NGINX IS NOT INSTALLED: nothing of deploy/ was tried (apt-get install nginx-light)")
    folder = Path(tempfile.mkdtemp(prefix="keepsight-production-"))
    folder.chmod(0o755)
    for name in ("database", "home", "logs"):
        (folder / name).mkdir(mode=0o755)
    database = of_ones_own(folder / "database")
    port, secure, plain = free_port(), free_port(), free_port()
    told = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")},
        **addresses(database, folder),
        "KEEPSIGHT_HOME": str(folder / "home"),
        "KEEPSIGHT_HOSTS": "localhost",
        "KEEPSIGHT_HTTPS": "1",
        "KEEPSIGHT_BIND": f"127.0.0.1:{port}",
        "KEEPSIGHT_WEB_WORKERS": "1",
        "KEEPSIGHT_METRICS_TOKEN": TOKEN,
    }
    running: list[subprocess.Popen[bytes]] = []
    try:
        subprocess.run([sys.executable, "-c", BEGIN], env=told, check=True, cwd=ROOT)
        del told["DATABASE_URL_OWNER_FILE"]  # neither the pages nor the worker are given it
        web = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "keepsight.pages.wsgi:application"]
        worker = [sys.executable, "-m", "keepsight.cli", "worker"]
        nginx = ["nginx", "-c", str(_nginx(folder, port, secure, plain))]
        with (folder / "logs" / "ours").open("wb") as log:
            running += [subprocess.Popen(one, env=told, cwd=ROOT, stderr=log) for one in (web, worker, nginx)]
        trusts = ssl.create_default_context(cafile=str(folder / "keepsight.pem"))
        yield Served(database, Browser(f"https://localhost:{secure}/", trusts), folder / "logs")
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()
        with contextlib.suppress(Exception):
            database.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _nginx(folder: Path, port: int, secure: int, plain: int) -> Path:
    """The site that is handed out, with a name, ports, a certificate and logs of the test's own in it."""
    line = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    made = [*line.split(), "-keyout", str(folder / "keepsight.key"), "-out", str(folder / "keepsight.pem")]
    subprocess.run(made, check=True, stderr=subprocess.DEVNULL)
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for said, ours in {
        "keepsight.example.org": "localhost",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "/etc/nginx/tls": str(folder),
        "/var/log/nginx": str(folder / "logs"),
        "proxy_set_header Host $host;": "proxy_set_header Host $host:$server_port;",
    }.items():
        assert said in site, said
        site = site.replace(said, ours)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/logs/nginx crit; events {{}}\n"
        f"http {{ client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    return whole


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.2)


def well(browser: Browser) -> dict[str, str]:
    """What the server says of how it is, to somebody who has not signed in."""
    try:
        _, said, _ = Browser(browser.base, browser.trusts).asks("healthz")
        return dict(json.loads(said)["parts"])
    except (OSError, ValueError):
        return {"nginx": "not yet"}


@pytest.mark.long
def test_somebody_signs_in_twice_proved_finds_a_child_and_opens_the_overview(served: Served) -> None:
    browser = served.browser
    parts = ("database", "worker", "clock", "audit_key")
    until(lambda: all(well(browser).get(part) == "well" for part in parts))

    assert browser.asks("")[2].startswith(f"{browser.base}sign-in/")
    _, page, where = browser.sends("sign-in/", username="leila", password=PASSWORD)
    assert where == f"{browser.base}second-factor/"
    key = b32decode(re.sub(r"\s", "", re.findall(r"<code[^>]*>([^<]+)</code>", page)[0]))
    status, _, _ = browser.sends("second-factor/", code=f"{TOTP(key).token():06d}")
    assert status == 200
    assert {cookie.name for cookie in browser.jar} == {"__Host-sessionid", "__Host-csrftoken"}
    assert all(cookie.secure for cookie in browser.jar)

    day, month, year = BORN
    _, found, _ = browser.sends("find/", name=CHILD, day=day, month=month, year=year)
    overview = re.search(r'href="(/children/[0-9a-f-]{36}/)"', found)
    assert overview, html.unescape(found)
    status, page, _ = browser.asks(overview[1])
    assert (status, CHILD in page) == (200, True)

    assert browser.asks("metrics")[0] == 401
    status, figures, _ = browser.asks("metrics", Authorization=f"Bearer {TOKEN}")
    assert (status, "keepsight_receipts 1.0" in figures) == (200, True)
    assert CHILD not in figures

    served.database.stop()
    status, page, _ = browser.asks(overview[1])
    assert (status, "Sorry, Keepsight is not available" in page, CHILD in page) == (503, True, False)
    assert well(browser)["database"] == "does not answer"
    served.database.start()
    status, page, _ = browser.asks(overview[1])
    assert (status, CHILD in page) == (200, True)

    logs = "".join(path.read_text(encoding="utf-8", errors="replace") for path in served.logs.iterdir())
    assert "GET 200" in logs
    assert [word for word in ("Quayle", "Wilf", "leila", "/children/", PASSWORD, TOKEN) if word in logs] == []
