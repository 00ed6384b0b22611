"""What could have been seen of a child whom a review is about, from asking for it to the picture: by keyboard, a real worker."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from conftest import Databases, environment
from keepsight.cli.learning import ROWAN
from tests.pages.browser import looked_at, open_child, press, sign_in
from tests.pages.test_handing_in_a_browser import worker  # noqa: F401  (a fixture)


@pytest.fixture
def reviewed(databases: Databases, served_database: str) -> Callable[[str], None]:
    """Says on the command line, of the served town, that its review is about a child."""

    def say(child: str) -> None:
        about = [sys.executable, "-m", "keepsight.cli", "review", "about", ROWAN, child]
        subprocess.run(about, env=environment(databases, served_database), check=True)

    return say


@pytest.mark.long
def test_the_learning_team_comes_from_asking_to_the_picture_of_a_reviewed_child_without_a_name(
    town_server: str,
    desk: Page,
    reviewed: Callable[[str], None],
    worker: Callable[[], None],  # noqa: F811
) -> None:
    page = desk
    sign_in(page, town_server, "leila")
    open_child(page, town_server, "Idris")
    reviewed(page.url.split("/")[-2])
    page.context.clear_cookies()
    sign_in(page, town_server, "cass")
    page.goto(town_server + reverse("assurance"))
    press(page, 'a:has-text("Together earlier than alone")')
    press(page, 'a:text-is("Children whom a review is about")')
    page.wait_for_url("**/?of=reviewed")
    looked_at(page)
    press(page, 'button:has-text("Work it out")')
    page.wait_for_selector("progress")
    page.goto(f"{town_server}{reverse('earlier')}?of=reviewed&still=yes")  # it would ask again by itself meanwhile
    looked_at(page)
    worker()
    page.goto(f"{town_server}{reverse('earlier')}?of=reviewed")
    looked_at(page)
    press(page, 'main a:text-is("Child 1")')
    page.wait_for_url(re.compile(r"/assurance/earlier/[0-9a-f-]{36}/1/$"))
    assert page.locator("main svg").count()
    assert "Idris" not in page.locator("main").inner_text()
    looked_at(page)
