"""Words suggest codes: what is found, what is not, and that what is shown is what stands in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsight.themes.lexicon import NEAR, forms_of, lexicon
from keepsight.themes.suggesting import suggest
from keepsight.vocabulary import CODES, Code


def code(name: str, *strong: str, weak: tuple[str, ...] = ()) -> Code:
    """A code with triggers of its own."""
    return Code(name, "what", "harm", None, None, name, "It is so.", ("sign",), strong, weak, (), ("a reference",))


def found(text: str, *codes: Code) -> list[tuple[str, list[str]]]:
    """The codes suggested, each with the words that made it."""
    return [(one.code, [span.words for span in one.spans]) for one in suggest(text, lexicon(codes))]


@pytest.mark.parametrize(
    ("trigger", "text", "words"),
    [
        ("missed appointment", "There were missed appointments in May.", ["missed appointments"]),
        ("refer", "The school referred her; the GP was referring him.", ["referred", "referring"]),
        ("injury", "Injuries were noted.", ["Injuries"]),
        ("step down", "It was a stepping-down of the plan.", ["stepping-down"]),
        ("child's voice", "The child’s voice was absent.", ["child’s voice"]),
        ("mother ~3 ill", "Mother had long been ill.", ["Mother had long been ill"]),
        ("mother ~4 ill", "Ill as she was, her mother came.", ["Ill as she was, her mother"]),
        # refused
        ("mother ~3 ill", "Mother came. Ill health followed.", []),  # not across sentences
        ("mother ~3 ill", "Mother had now for several years been ill.", []),  # too far
        ("missed appointment", "An appointment was missed.", []),
        ("separation", "They lived in separate houses.", []),  # no stemmer
        ("isolation", "Isolated incidents.", []),
        ("training", "They came by train.", []),  # -ing as it stands
        ("neglect", "neglectfulness", []),
    ],
)
def test_a_trigger_finds_its_words(trigger: str, text: str, words: list[str]) -> None:
    assert found(text, code("one", trigger)) == ([("one", words)] if words else [])


def test_one_weak_word_is_not_enough_however_often_it_stands() -> None:
    one = code("one", weak=("hungry", "dirty"))
    assert found("He was hungry, hungry and hungry.", one) == []
    assert found("He was hungry and dirty.", one) == [("one", ["hungry", "dirty"])]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("There was no evidence of neglect.", ["no"]),
        ("Neglect was not considered.", []),  # after the word: shown as it is
        ("He was not seen. Neglect followed.", []),  # another sentence
        ("It was never once called neglect.", ["never"]),
        ("Neither neglect nor harm.", ["Neither"]),
    ],
)
def test_what_is_negated_is_suggested_and_the_negation_shown(text: str, cues: list[str]) -> None:
    (one,) = suggest(text, lexicon([code("neglect", "neglect")]))
    assert [span.words for span in one.negations] == cues
    assert one.negated == bool(cues)


WORDS = st.sampled_from(
    [
        "neglect",
        "No",
        "hungry",
        "dirty",
        "İstanbul",
        "ﬁne",
        "child’s",
        "mother",
        "ill.",
        "not",
        "\n",
        "…",
        "𝒩",
        "GP",
        "-",
    ]
)


@given(st.lists(WORDS | st.text(max_size=6), max_size=30).map(" ".join))
def test_every_span_is_a_slice_of_the_text(text: str) -> None:
    for one in suggest(text):
        assert all(text[span.start : span.end] == span.words for span in one.spans + one.negations)


def test_spans_counted_on_lower_cased_text_would_be_found() -> None:
    text = "İİ neglect"  # two letters that grow when they are lower-cased
    (one,) = suggest(text, lexicon([code("neglect", "neglect")]))
    (span,) = one.spans
    assert text[span.start : span.end] == "neglect"
    at = text.lower().index("neglect")
    assert text[at : at + 7] != "neglect"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("refer", {"refer", "refers", "referes", "refered", "refering", "referred", "referring"}),
        ("abuse", {"abuse", "abuses", "abused", "abusing"}),
        ("injury", {"injury", "injuries", "injuried", "injurying"}),
        ("training", {"training"}),
        ("gp", {"gp"}),
    ],
)
def test_the_forms_of_a_word(word: str, forms: set[str]) -> None:
    assert forms_of(word) == forms


def test_the_version_changes_when_a_trigger_does() -> None:
    assert lexicon([code("one", "a")]).version != lexicon([code("one", "b")]).version
    assert lexicon(CODES.values()).version == lexicon(reversed(CODES.values())).version


@pytest.mark.parametrize("trigger", ["", "~3", "a ~3 b ~3 c"])
def test_a_trigger_that_says_nothing_is_refused(trigger: str) -> None:
    with pytest.raises(ValueError, match="trigger"):
        lexicon([code("one", trigger)])


def test_every_trigger_of_the_codebook_finds_itself() -> None:
    for one in CODES.values():
        for trigger in one.strong:
            assert one.name in {each.code for each in suggest(NEAR.sub(" ", trigger))}, trigger
