"""From material to a paper: introduction, reviews, risks, practice, good practice, conclusion. The same material, the same paper.

It writes what can be counted and who said so. What it means for practice is for people to write, over these words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from keepsight.briefings.material import Coded, Live, Material, Recommended, Research
from keepsight.briefings.paper import Block, Edit, Figure, Paper, Paragraph, Questions, Quoted, Section, Table
from keepsight.vocabulary import AUDIENCES, QUESTIONS, THEMES

QUOTES_A_THEME = 3  # in a paper that people read through
SORTS = {"risk": "What the children lived with", "practice": "What was done around them"}


def written(material: Material, edits: dict[str, Edit] | None = None) -> Paper:
    """The paper, with people's own words in place of ours wherever they wrote some."""
    edits = edits or {}
    by_sort = [_of_sort(material, sort, title) for sort, title in SORTS.items()]
    ends = (*_good_practice(material), *_recommended(material), *_to_read(material), _conclusion(material))
    sections = (_introduction(material), _reviews(material), *by_sort, *ends)
    kept = tuple(_edited(section, edits) for section in sections)
    paper = Paper(material.title, material.partnership, material.as_at, material.reviews, kept)
    standing = {one.key for one in paper.paragraphs()}
    return replace(paper, homeless=tuple((key, edit) for key, edit in edits.items() if key not in standing))


def _introduction(material: Material) -> Section:
    everything = tuple(one.id for one in material.reviews)
    published = tuple(one.id for one in material.reviews if one.published_on)
    drawn_on = (
        "It draws on the reviews listed below. Published so far: {published}."
        if everything
        else "The register holds no review yet, so there is nothing here to count."
    )
    figure = Figure("published", published, everything, material.as_at, "register")
    return Section(
        "Introduction",
        (
            Paragraph(
                "introduction.purpose",
                "This paper brings together what reviews of children who died or were seriously harmed have to teach the "
                "people who work with children here. It blames nobody. It asks what made good people see too little, and "
                "what would help the next ones to see more.",
            ),
            Paragraph("introduction.reviews", drawn_on, (figure,) if everything else ()),
            Paragraph(
                "introduction.reading",
                "Each number names what it was counted among. People read the reviews and coded them; where a review "
                "does not mention something, that is counted as silence and not as absence. Notes give the document, page "
                "and paragraph behind each claim. National findings count other children and stand beside ours only to "
                "be thought about.",
            ),
        ),
    )


def _reviews(material: Material) -> Section:
    rows = tuple((one, one.kind, "yes" if one.published_on else "no") for one in material.reviews)
    return Section("The reviews", (Table("Reviews read for this paper", ("Review", "Kind", "Published"), rows),))


def _of_sort(material: Material, sort: str, title: str) -> Section:
    coded = [one for one in material.coded if THEMES[one.theme].sort == sort]
    spoken_of = [one for one in coded if one.present]
    rows = tuple(_row(material, one) for one in coded)
    headings = ("Theme", "Present", "Looked for and absent", "Not mentioned", "Not judged yet")
    table = Table(f"{title}: in how many reviews", headings, rows)
    return Section(title, (table,), tuple(_theme(material, one) for one in spoken_of))


def _row(material: Material, coded: Coded) -> tuple[str | Figure, ...]:
    return (THEMES[coded.theme].title, *_figures(material, coded))


def _figures(material: Material, coded: Coded) -> tuple[Figure, ...]:
    """Present, absent and silent, each among the reviews in which the theme could be looked for; and those not judged."""
    everything = tuple(one.id for one in material.reviews)
    named = {
        "": (coded.present, coded.applicable),
        ".absent": (coded.absent, coded.applicable),
        ".silent": (coded.not_mentioned, coded.applicable),
        ".unjudged": (coded.not_judged, everything),
    }
    return tuple(
        Figure(f"{coded.theme}{name}", part, whole, material.as_at, coded.version)
        for name, (part, whole) in named.items()
    )


def _theme(material: Material, coded: Coded) -> Section:
    theme = THEMES[coded.theme]
    evidence = Paragraph(
        f"{theme.name}.evidence",
        f"{theme.means} It is present in {{{theme.name}}} in which it could be looked for. It was looked for and found absent "
        f"in {{{theme.name}.absent}}, and not mentioned in {{{theme.name}.silent}}.",
        _figures(material, coded),
        coded.sources,
    )
    blocks: tuple[Block, ...] = (
        evidence,
        *(Quoted(one.words, one.source) for one in coded.quotes[:QUOTES_A_THEME]),
        *_live(theme.name, [one for one in material.live if theme.name in one.themes]),
        *_research(one for one in material.research if one.theme == theme.name),
    )
    asked = [one for one in material.recommended if theme.name in one.themes]
    return Section(theme.title, blocks, (_implications(theme.name, asked), _questions(theme.name)))


def _live(theme: str, found: Sequence[Live]) -> list[Paragraph]:
    return [
        Paragraph(
            f"{theme}.live.{place}",
            f"In our own records: {one.says}, {{{theme}.live.{place}}}.",
            (_occasions(theme, place, one),),
        )
        for place, one in enumerate(found)
    ]


def _occasions(theme: str, place: int, live: Live) -> Figure:
    return Figure(
        key=f"{theme}.live.{place}",
        part=tuple(entry for _, entry in live.part),
        whole=tuple(entry for _, entry in live.whole),
        as_at=live.as_at,
        version=live.version,
        of="occasions",
        children=(tuple(child for child, _ in live.part), tuple(child for child, _ in live.whole)),
    )


def _research(found: Iterable[Research]) -> list[Paragraph]:
    return [
        Paragraph(
            f"{one.theme}.research.{place}",
            f"Nationally: {one.says} ({one.counted}; {one.source}{one.page and f', {one.page}'})."
            + ("" if one.checked else " Nobody has checked this against its source yet."),
        )
        for place, one in enumerate(found)
    ]


def _implications(theme: str, asked: Sequence[Recommended]) -> Section:
    said = [f"{one.words} ({one.owner}: {one.became.lower()}.)" for one in asked]
    words = " ".join(said) or "No recommendation of these reviews is recorded under this theme yet."
    return Section("What this means for practice", (Paragraph(f"{theme}.implications", words, ours=not said),))


def _questions(theme: str) -> Section:
    asks = tuple(f"{AUDIENCES[one.audience]}: {one.asks}" for one in QUESTIONS if one.theme == theme)
    return Section("Questions to reflect on", (Questions(asks),) if asks else ())


def _recommended(material: Material) -> list[Section]:
    rows = tuple((one.words, one.owner, one.became) for one in material.recommended)
    table = Table(
        "Recommendations, whose they are, and what became of them", ("Recommendation", "Owner", "Became"), rows
    )
    return [Section("What was recommended", (replace(table, ours=False),))] if rows else []


def _to_read(material: Material) -> list[Section]:
    """Guidance and research beside the themes of which this paper tells: a part of its own, apart from what reviews found."""
    told = {one.theme for one in material.coded if one.present}
    rows = tuple(
        (THEMES[one.theme].title, f"{one.title} ({one.published})", one.says, one.looked_on or "by nobody yet")
        for one in material.to_read
        if one.theme in told
    )
    intro = Paragraph(
        "to_read.introduction",
        "Guidance and research that the learning team has put beside the themes of this paper, in its own words. Others wrote "
        "it: none of it is a finding of our reviews, and none of it is counted.",
    )
    table = Table(
        "Guidance and research", ("Theme", "What to read", "What it says", "Last looked at"), rows, ours=False
    )
    return [Section("To read further", (intro, table))] if rows else []


def _good_practice(material: Material) -> list[Section]:
    quotes = tuple(Quoted(one.words, one.source) for one in material.good_practice)
    intro = Paragraph("good_practice.introduction", "Reviews also tell of what was done well, and of who did it.")
    return [Section("Good practice", (intro, *quotes))] if quotes else []


def _conclusion(material: Material) -> Section:
    words = (
        "A paper changes nothing by being sent. What was recommended stands with its owner and its date among the "
        "partnership's recommendations, and whether it changed anything for children is measured there. Teams can sit "
        "down with the questions of this paper in a reflective session, and say without a name what they lack."
    )
    return Section("Conclusion", (Paragraph("conclusion", words),))


def _edited(section: Section, edits: dict[str, Edit]) -> Section:
    blocks = tuple(
        replace(one, edit=edits[one.key], ours=False) if isinstance(one, Paragraph) and one.key in edits else one
        for one in section.blocks
    )
    return replace(section, blocks=blocks, sections=tuple(_edited(one, edits) for one in section.sections))
