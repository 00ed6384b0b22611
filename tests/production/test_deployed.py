"""The files of deploy/ and the settings of a server of one's own: Django finds nothing to say, systemd and the files agree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from keepsight.store.home import told

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SETTINGS = (ROOT / "keepsight/store/settings.py").read_text(encoding="utf-8")


def checked(**told_: str) -> str:
    """What Django says of the settings as they would be in production."""
    environment = {**os.environ, **told_}
    line = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    done = subprocess.run(
        [*line, "--settings", "keepsight.store.settings"], env=environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def test_django_has_nothing_to_say_of_a_server_with_https_and_much_of_one_without():
    key = str(Identity.generate().to_public())
    assert "no issues" in checked(KEEPSIGHT_HTTPS="1", KEEPSIGHT_BACKUP_KEYS=key)
    without = checked(KEEPSIGHT_HTTPS="", KEEPSIGHT_BACKUP_KEYS="")
    assert "security.W008" in without
    assert "keepsight.W001" in without


def test_a_secret_in_a_file_is_found_the_environment_comes_first_and_a_file_that_is_gone_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "secret").write_text("of the file\n")
    monkeypatch.setenv("KEEPSIGHT_SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert told("KEEPSIGHT_SECRET_KEY") == "of the file"
    monkeypatch.setenv("KEEPSIGHT_SECRET_KEY", "of the environment")
    assert told("KEEPSIGHT_SECRET_KEY") == "of the environment"
    monkeypatch.delenv("KEEPSIGHT_SECRET_KEY")
    (tmp_path / "secret").unlink()
    with pytest.raises(FileNotFoundError):
        told("KEEPSIGHT_SECRET_KEY")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_sets_only_what_the_settings_know_and_starts_what_is_there(unit: Path):
    text = unit.read_text(encoding="utf-8")
    names = re.findall(r"^Environment=(\w+)=", text, re.MULTILINE)
    assert names
    assert [name for name in names if name.removesuffix("_FILE") not in SETTINGS] == []
    credentials = set(re.findall(r"^LoadCredential=([\w-]+):", text, re.MULTILINE))
    assert credentials == set(re.findall(r"=%d/([\w-]+)$", text, re.MULTILINE))
    for file in re.findall(r"/opt/keepsight/((?:deploy|keepsight)/\S+)", text):
        assert (ROOT / file).is_file(), file


def test_only_the_unit_that_migrates_is_given_the_owner_s_login():
    assert [unit.stem for unit in UNITS if "OWNER" in unit.read_text(encoding="utf-8")] == ["keepsight-migrate"]


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="SYSTEMD IS NOT INSTALLED: its units were not read by it"
)
def test_systemd_reads_the_units_without_a_complaint_but_that_nothing_is_installed_here():
    done = subprocess.run(["systemd-analyze", "verify", *UNITS], capture_output=True, text=True)
    assert [line for line in done.stderr.splitlines() if "is not executable" not in line] == []


def test_the_container_copies_what_is_there():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        *copied, _ = line.split()
        assert [one for one in copied if not (ROOT / one).exists()] == []
