"""The web application on the invented day of the tests: what `town_server` serves, in a process of its own."""

from conftest import stopped_clock

stopped_clock().start()

from keepsight.pages.wsgi import application  # noqa: E402  (the clock is stopped first)

__all__ = ["application"]
