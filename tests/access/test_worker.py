"""The worker itself, running: what nobody judged in time is escalated without anybody asking."""

import datetime as dt
import subprocess
import sys
from pathlib import Path
from unittest import mock
from uuid import uuid4

from django.db import connection, transaction
from procrastinate.contrib.django import app

from conftest import Databases, environment
from keepsight.access.actions import add_user, name_agency
from keepsight.access.glass import break_glass
from keepsight.access.jobs import SOON_AFTER_MIDNIGHT, escalate_glass
from keepsight.access.models import BrokenGlass
from keepsight.store import clock

SETTINGS = "keepsight.store.settings"


def a_broken_glass() -> BrokenGlass:
    """Broken a month ago, and never judged."""
    name_agency("school", sector="school")
    by = add_user("ada", name="Ada Invented", agency="school", role="practitioner", password="long enough to be one")
    month_ago = clock.now() - dt.timedelta(days=30)
    with mock.patch.object(clock, "now", return_value=month_ago):
        return break_glass(uuid4(), category="duty", reason="Rung by the police at two", by=by)


def test_the_running_worker_escalates_glass_that_nobody_judged_in_time(databases: Databases, fresh_store: Path) -> None:
    with transaction.atomic():
        glass = a_broken_glass()
    assert BrokenGlass.objects.get(pk=glass.pk).escalated_at is None
    escalate_glass.defer(timestamp=0)
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
    told = environment(databases, str(connection.settings_dict["NAME"])) | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run(worker, env=told, check=True)
    assert BrokenGlass.objects.get(pk=glass.pk).escalated_at is not None


def test_it_does_so_each_night() -> None:
    assert SOON_AFTER_MIDNIGHT in {
        one.cron for one in app.periodic_registry.periodic_tasks.values() if one.task is escalate_glass
    }
