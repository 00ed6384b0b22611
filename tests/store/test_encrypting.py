"""A backup is encrypted to public keys, and opened by the private one whole or not at all."""

import io
from pathlib import Path

import pytest
from pyrage.x25519 import Identity
from pytest_django import Settings

from keepsight.errors import BrokenPromise, KeepsightError, WrongUse
from keepsight.store.apps import check_backup_keys
from keepsight.store.encrypting import encrypted, is_encrypted, make_private_key, opened, public_keys
from keepsight.store.home import make_home

PIECE = 65_536 + 16  # bytes: one piece of age's and its tag
WORDS = b"what an agency told of a child. " * 10_000  # five pieces, the last one not whole


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store's folder."""
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path / "home"))
    return make_home()


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, str]:
    """A private key's file, and its public key."""
    return tmp_path / "key", str(make_private_key(tmp_path / "key"))


@pytest.fixture
def copy(tmp_path: Path, keys: tuple[Path, str]) -> Path:
    with (tmp_path / "copy").open("wb") as out, encrypted(out, public_keys(keys[1])) as plain:
        plain.write(WORDS)
    return tmp_path / "copy"


def body(held: bytes) -> int:
    """Where what is encrypted begins: after the line with the header's own proof, and a number of sixteen bytes."""
    return held.index(b"\n", held.index(b"\n--- ") + 1) + 1 + 16


def refused(copy: Path, key: Path | None) -> KeepsightError:
    """What is said of a copy that cannot be opened."""
    with pytest.raises(KeepsightError) as said, opened(copy, key):
        pytest.fail("it was opened")
    return said.value


def test_a_copy_is_not_opened_without_a_key_nor_by_another_nor_by_what_is_none(copy: Path, tmp_path: Path, home: Path):
    (tmp_path / "none").write_text("# public key: age1\n")
    make_private_key(tmp_path / "other")
    assert "is encrypted" in str(refused(copy, None))
    assert "cannot be read" in str(refused(copy, tmp_path / "not there"))
    assert "no private key in that file" in str(refused(copy, tmp_path / "none"))
    said = refused(copy, tmp_path / "other")
    assert "does not open" in str(said)
    assert "Nothing was restored" in str(said)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "cut", ["the last byte", "half a piece", "after a whole piece", "all but the header", "in the header"]
)
def test_a_copy_that_was_cut_off_is_refused_and_leaves_nothing(
    copy: Path, keys: tuple[Path, str], home: Path, cut: str
):
    held = copy.read_bytes()
    begins = body(held)
    ends = {
        "the last byte": len(held) - 1,
        "half a piece": begins + PIECE + PIECE // 2,
        "after a whole piece": begins + 2 * PIECE,
        "all but the header": begins,
        "in the header": 60,
    }
    copy.write_bytes(held[: ends[cut]])
    assert "cut off" in str(refused(copy, keys[0]))
    assert list(home.iterdir()) == [], "what was opened before the cut is not left"


@pytest.mark.parametrize(
    "where", ["a key's line", "the header's proof", "the first piece", "a middle piece", "the last tag"]
)
def test_a_copy_with_a_changed_bit_is_refused_and_leaves_nothing(
    copy: Path, keys: tuple[Path, str], home: Path, where: str
):
    held = bytearray(copy.read_bytes())
    begins = body(held)
    changed = {
        "a key's line": 60,
        "the header's proof": held.index(b"\n--- ") + 10,
        "the first piece": begins + 100,
        "a middle piece": begins + 2 * PIECE + 7,
        "the last tag": len(held) - 3,
    }
    held[changed[where]] ^= 1
    copy.write_bytes(held)
    assert "changed" in str(refused(copy, keys[0]))
    assert list(home.iterdir()) == []


def test_pieces_that_changed_places_and_a_second_copy_behind_the_first_are_refused(copy: Path, keys: tuple[Path, str]):
    held = copy.read_bytes()
    begins = body(held)
    one, two, rest = held[begins:][:PIECE], held[begins:][PIECE : 2 * PIECE], held[begins + 2 * PIECE :]
    copy.write_bytes(held[:begins] + two + one + rest)
    assert isinstance(refused(copy, keys[0]), BrokenPromise)
    copy.write_bytes(held + held)
    assert isinstance(refused(copy, keys[0]), BrokenPromise)


def test_where_nothing_more_can_be_written_it_is_said_and_nobody_waits_for_ever(keys: tuple[Path, str]):
    class Full(io.BytesIO):
        def write(self, piece: object) -> int:
            raise OSError(28, "no space")

    with (
        pytest.raises(BrokenPromise, match="could not be written whole"),
        encrypted(Full(), public_keys(keys[1])) as plain,
    ):
        plain.write(WORDS * 10)


def test_an_error_of_whoever_writes_is_theirs_and_nobody_waits_for_ever(keys: tuple[Path, str]):
    def writing() -> None:
        with encrypted(io.BytesIO(), public_keys(keys[1])) as plain:
            plain.write(WORDS)
            raise KeyError

    with pytest.raises(KeyError):
        writing()


def test_the_private_key_opens_it_and_so_does_the_second_of_two(
    copy: Path, keys: tuple[Path, str], tmp_path: Path, home: Path
):
    with opened(copy, keys[0]) as plain:
        assert plain.read_bytes() == WORDS
        assert plain.stat().st_mode & 0o777 == 0o600
    assert list(home.iterdir()) == [], "the opened copy is passing"
    assert b"told of a child" not in copy.read_bytes()
    second = make_private_key(tmp_path / "second")
    with (tmp_path / "of two").open("wb") as out, encrypted(out, public_keys(f"{keys[1]}, {second}")) as to:
        to.write(WORDS)
    for key in (keys[0], tmp_path / "second"):
        with opened(tmp_path / "of two", key) as plain:
            assert plain.read_bytes() == WORDS


def test_what_is_not_encrypted_is_read_where_it_lies(tmp_path: Path):
    (tmp_path / "plain").write_bytes(WORDS)
    assert not is_encrypted(tmp_path / "not there")
    with opened(tmp_path / "plain", None) as plain:
        assert plain == tmp_path / "plain"


def test_a_private_key_is_never_taken_to_encrypt_to_and_what_is_no_key_is_named_by_its_place(keys: tuple[Path, str]):
    private = keys[0].read_text().strip()
    with pytest.raises(WrongUse, match="private key") as said:
        public_keys(f"{keys[1]},{private}")
    assert private not in str(said.value)
    with pytest.raises(WrongUse, match="Key 2 of those"):
        public_keys(f"{keys[1]} age1nothing")
    assert public_keys(None) == public_keys("  ") == []


def test_the_check_of_a_server_says_where_no_key_is_set_and_where_one_is_none(
    settings: Settings, keys: tuple[Path, str]
):
    said = {}
    for set_to in (None, str(Identity.generate()), keys[1]):
        settings.BACKUP_KEYS = set_to
        said[set_to] = [one.id for one in check_backup_keys()]
    assert list(said.values()) == [["keepsight.W001"], ["keepsight.E001"], []]
