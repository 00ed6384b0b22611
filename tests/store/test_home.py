"""The store's folder and its secret."""

import stat
import subprocess
import sys

from keepsight.store import home


def test_a_store_is_open_to_nobody_else(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path / "store"))
    mode = stat.S_IMODE(home.make_home().stat().st_mode)
    assert mode & 0o066 == 0, "nobody else may read or write"
    assert stat.S_IMODE(home.files().stat().st_mode) == 0o700


def test_the_secret_is_made_once_and_read_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("KEEPSIGHT_SECRET_KEY", raising=False)
    first = home.secret_key()
    assert home.secret_key() == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_without_a_store_a_secret_is_never_the_same_twice(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path / "nowhere"))
    monkeypatch.delenv("KEEPSIGHT_SECRET_KEY", raising=False)
    assert home.secret_key() != home.secret_key()


ASKED_FOR = "from keepsight.store import home; print(home.secret_key())"


def test_processes_that_start_at_once_have_the_same_whole_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("KEEPSIGHT_SECRET_KEY", raising=False)
    asking = [subprocess.Popen([sys.executable, "-c", ASKED_FOR], stdout=subprocess.PIPE, text=True) for _ in range(8)]
    secrets = {one.communicate()[0].strip() for one in asking}
    assert [len(one) for one in secrets] == [64]
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_secret_that_another_process_put_there_meanwhile_is_the_one_that_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path))
    monkeypatch.delenv("KEEPSIGHT_SECRET_KEY", raising=False)
    (tmp_path / "secret").write_text("the other's", encoding="ascii")
    monkeypatch.setattr(type(tmp_path), "exists", lambda _: False)  # looked at before the other put it there
    assert home.secret_key() == "the other's"
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]
