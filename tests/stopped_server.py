"""The web application on an invented day of the tests, with their quick hash: what `served` serves, in a process of its own."""

import datetime as dt
import os

from django.conf import settings

from conftest import QUICK_HASHER, TODAY, stopped_clock

stopped_clock(dt.date.fromisoformat(os.environ.get("KEEPSIGHT_TESTS_DAY", TODAY.isoformat()))).start()

from keepsight.pages.wsgi import application  # noqa: E402  (the clock is stopped first)

settings.PASSWORD_HASHERS = [QUICK_HASHER, *settings.PASSWORD_HASHERS]

__all__ = ["application"]
