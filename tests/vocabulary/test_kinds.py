"""The words themselves, and what a shelf of words refuses."""

from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.vocabulary import ASKED_DETAILS, KINDS, SECTORS, UNKNOWN, check
from keepsight.vocabulary.kinds import Kind, load_kinds

DETAILS = 'outcome = "what was decided"'
A_KIND = {
    "title": '"Bell rung"',
    "means": '"Someone rang the bell."',
    "recorded_by": '["police"]',
    "mark": '"other"',
    "source": '"Local practice"',
    "details": '{ outcome = ["heard"] }',
}


def read(folder: Path, *kinds: dict[str, str], details: str = DETAILS) -> dict[str, Kind]:
    """Kinds named bell.a, bell.b ... as a shelf of their own."""
    tables = (
        "\n".join([f'[kinds."bell.{letter}"]', *(f"{field} = {said}" for field, said in kind.items())])
        for letter, kind in zip("abc", kinds, strict=False)
    )
    path = folder / "kinds.toml"
    path.write_text("\n".join([f"[details]\n{details}", *tables]))
    return load_kinds(["police", "school"], path)


@pytest.mark.parametrize("missing", [field for field in A_KIND if field != "details"])
def test_a_kind_that_lacks_anything_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(BrokenShelf, match=rf"bell\.a lacks its {missing}"):
        read(tmp_path, {field: said for field, said in A_KIND.items() if field != missing})


@pytest.mark.parametrize(
    ("field", "said", "names"),
    [
        ("source", '"  "', "lacks its source"),
        ("recorded_by", '["fire"]', "recorded by fire, which is no sector"),
        ("recorded_by", "[]", "recorded by nobody"),
        ("recorded_by", '["police", "police"]', "police twice"),
        ("mark", '"blob"', "blob as its mark"),
        ("colour", '"red"', "colour, which nothing reads"),
        ("details", "{ outcome = [] }", "should list its words"),
        ("details", '{ outcome = ["heard", "unknown"] }', "should list its words"),
        ("details", '{ outcome = ["heard", "heard"] }', "heard twice"),
        ("details", '{ outcome = "colour" }', "colour as its type"),
        ("details", '{ outcome = "word" }', "word as its type"),
        ("details", '{ volume = "number" }', r"volume of bell\.a .* lacks its volume"),
    ],
)
def test_a_kind_that_says_something_wrong_is_refused(tmp_path: Path, field: str, said: str, names: str) -> None:
    with pytest.raises(BrokenShelf, match=names):
        read(tmp_path, {**A_KIND, field: said})


def test_two_kinds_with_one_title_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenShelf, match="Bell rung twice"):
        read(tmp_path, A_KIND, A_KIND)


def test_one_name_given_to_two_kinds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kinds.toml"
    path.write_text('[details]\n[kinds."bell.a"]\n[kinds."bell.a"]\n')
    with pytest.raises(BrokenShelf, match=r"cannot be read as TOML.*kinds\.toml"):
        load_kinds(["police"], path)


def test_a_detail_that_is_a_word_here_and_a_text_there_is_refused(tmp_path: Path) -> None:
    other = {**A_KIND, "title": '"Bell mended"', "details": '{ outcome = "text" }'}
    with pytest.raises(BrokenShelf, match=r"the detail outcome is a text in bell\.b"):
        read(tmp_path, A_KIND, other)


def test_a_meaning_that_no_kind_uses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenShelf, match="no kind has the detail volume"):
        read(tmp_path, A_KIND, details=f'{DETAILS}\nvolume = "how loud"')


@pytest.mark.parametrize("text", ["", "kinds = 3", "[details]\n[kinds]\n[more]", "\x00"])
def test_a_file_that_is_no_shelf_of_kinds_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kinds.toml"
    path.write_text(text)
    with pytest.raises(BrokenShelf):
        load_kinds(["police"], path)


def test_a_kind_that_nothing_uses_is_refused() -> None:
    with pytest.raises(BrokenShelf, match=r"Nothing uses child\.voice"):
        check(set(KINDS) - {"child.voice"})


def test_a_kind_that_is_no_word_of_ours_is_refused() -> None:
    with pytest.raises(BrokenShelf, match=r"No such kinds: child\.flew"):
        check({*KINDS, "child.flew"})


def test_kinds_that_are_all_used_pass() -> None:
    check(set(KINDS))


def test_a_detail_takes_its_own_words_and_unknown_and_no_others() -> None:
    outcome = KINDS["referral.decided"].details["outcome"]
    assert outcome.allows("no_further_action")
    assert outcome.allows(UNKNOWN)
    assert not outcome.allows("conference")
    assert KINDS["section47.decided"].details["outcome"].allows("conference")


def test_a_detail_of_free_text_takes_any_words() -> None:
    assert KINDS["referral.received"].details["need"].allows("N1")


def test_patterns_may_ask_of_every_detail_that_is_a_word_and_of_no_other() -> None:
    words = {name for kind in KINDS.values() for name, detail in kind.details.items() if detail.words}
    assert set(ASKED_DETAILS) == words
    assert len(ASKED_DETAILS) == len(words)
    assert "need" not in ASKED_DETAILS


def test_a_word_that_may_be_no_may_also_be_yes() -> None:
    for kind in KINDS.values():
        for detail in kind.details.values():
            assert ("no" in detail.words) == ("yes" in detail.words), (kind.name, detail.name)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_says_what_it_means_in_one_plain_sentence(kind: Kind) -> None:
    assert kind.means.endswith(".")
    assert kind.means.count(". ") == 0
    assert not {"case", "client", "subject"} & set(kind.means.lower().replace(".", "").split())


def test_every_sector_that_records_something_is_one() -> None:
    assert {sector for kind in KINDS.values() for sector in kind.recorded_by} <= set(SECTORS)
