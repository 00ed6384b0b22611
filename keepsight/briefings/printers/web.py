"""A printed paper as one accessible HTML file: headings in order, tables with headings, notes with their numbers."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from keepsight.briefings.printing import Printed

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def as_web(paper: Printed) -> bytes:
    """The bytes of an .html file that needs no other."""
    return _TEMPLATES.get_template("paper.html.jinja").render(paper=paper).encode()
