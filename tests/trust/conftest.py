"""What the tests of trust share: databases to be worked with outside any test's transaction."""

from collections.abc import Iterator

import pytest

from conftest import Databases, stopped_clock


@pytest.fixture(scope="module")
def outside(databases: Databases, django_db_blocker: object) -> Iterator[Databases]:
    """The run's databases, to be worked with outside any test's transaction."""
    with django_db_blocker.unblock(), stopped_clock():
        yield databases
