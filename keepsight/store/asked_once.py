"""A question that one page asks again and again, asked of the database once: while something is only looked at.

    @once
    def hidden(sight): ...

    with asking_once():
        hidden(sight)    asks
        hidden(sight)    answers what was answered before

Outside of it every asking asks. Nobody may change anything within it, or would be answered what no longer holds: it is opened for
what a browser may repeat at will (GET, HEAD), and closed with the answer. Nothing is kept from one request to the next.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_ANSWERS: ContextVar[dict[Hashable, object] | None] = ContextVar("answers", default=None)


def once(ask: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The same question, answered from what it was answered before where `asking_once` is open. What it is given must be hashable.

    Whoever gets the answer must not change it: the next one gets the same.
    """

    @wraps(ask)
    def answered(*given: Given.args, **named: Given.kwargs) -> Answer:
        answers = _ANSWERS.get()
        if answers is None:
            return ask(*given, **named)
        asked = (ask, given, tuple(named.items()))
        if asked not in answers:
            answers[asked] = ask(*given, **named)
        return cast(Answer, answers[asked])

    return answered


@contextmanager
def asking_once() -> Iterator[None]:
    """Within this, what is asked a second time is not asked again."""
    with _kept({}):
        yield


@contextmanager
def asking_anew() -> Iterator[None]:
    """Within this, what was asked before is another question: for whoever works with another sight meanwhile."""
    with _kept(None if _ANSWERS.get() is None else {}):
        yield


@contextmanager
def _kept(answers: dict[Hashable, object] | None) -> Iterator[None]:
    token = _ANSWERS.set(answers)
    try:
        yield
    finally:
        _ANSWERS.reset(token)
