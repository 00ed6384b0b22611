"""What a machine lacks that a test needs: the test is skipped there, loudly; where CI=true it fails instead."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Says what is missing and what was not tried for it, in whichever way this machine should hear it."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
