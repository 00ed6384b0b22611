"""A need of Wren's that no service could meet, for tests: the form that notes it, and the form of a step on it."""

from uuid import UUID

from tests.pages.town_people import child, given

NEED = {
    "unmet": "trauma",
    "says": "She wakes at night and does not talk.",
    "asked_of": "Fennick child counselling",
    "asked_on": "20/3/2026",
    "why_not": "waiting_list",
    "meanwhile": "Her teacher sits with her at lunch.",
    "to_whom": "The children’s commissioner",
}


def here(of: str | UUID = "wren") -> str:
    """Where needs of a child stand."""
    return f"/children/{of if isinstance(of, UUID) else child(of)}/needs/"


def form(username: str, step: str, **said: str) -> dict[str, str]:
    """The form of Wren's latest need, as somebody fills it in."""
    one = given(username, "needs", child_id=child("wren"))["found"][0]["one"]
    return {"thread": str(one.id), "seen": str(one.stands.last.id), "step": step, **said}
