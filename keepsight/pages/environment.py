"""How templates are read: ours from the pages' own folders, GOV.UK's components from their wheel."""

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from keepsight.intake.reading.letters import TURNS
from keepsight.pages import words
from keepsight.store.suppression import TOO_FEW

TURNED = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "\ufffd")


def environment(**options: Any) -> Environment:
    """Jinja as the pages use it: everything escaped, and the words of `words.py` as filters."""
    options["loader"] = ChoiceLoader(
        [
            FileSystemLoader(Path(__file__).parent),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    made = Environment(trim_blocks=True, lstrip_blocks=True, finalize=as_they_stand, **options)  # noqa: S701  Django passes autoescape=True
    made.globals |= {"static": static, "url": reverse, "too_few": TOO_FEW}
    made.filters |= {
        "day": words.day,
        "long_day": words.long_day,
        "month": words.month,
        "moment": words.moment,
        "closed": words.closed,
        "counted": words.counted,
        "detail": words.detail,
        "printed": words.printed,
        "share_between": words.share_between,
    }
    return made


def as_they_stand(said: Any) -> Any:
    """What a page says, with a visible sign for each that would turn its words round: nobody reads what is not there."""
    if not isinstance(said, str) or said.isascii() or not TURNS.search(said):
        return said
    return said.translate(TURNED)
