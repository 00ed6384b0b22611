"""What a paper is made from, gathered from the rooms below as of today."""

from keepsight.briefings.material import Material
from keepsight.store.clock import today


def gather(title: str, partnership: str) -> Material:
    """The material of a paper of this title. Empty lists where the register and the coding desk hold nothing yet."""
    return Material(title=title, partnership=partnership, as_at=today(), reviews=(), coded=())
