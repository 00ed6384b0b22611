"""Versions of the town's patterns, for tests of pages: written, tried, and on their way."""

from unittest import mock

from keepsight.prompts import at_work, own, switching, trials
from keepsight.prompts.models import PatternSwitch, PatternTrial, PatternVersion
from tests.pages.town_people import user

PATTERN = "re-referral"


def a_version(at_least: str = "3", pattern: str = PATTERN, by: str = "magda") -> PatternVersion:
    """Written by the manager of social care, and not tried."""
    known = PatternVersion.objects.filter(pattern=pattern).order_by("-number").first()
    if known and known.says["at_least"] == int(at_least):
        return known
    return own.change_numbers(pattern, {"at_least": at_least}, {}, by=user(by))


def a_trial(version: PatternVersion | None = None, by: str = "magda") -> PatternTrial:
    """A version that waits to be tried."""
    tried = version or a_version()
    return tried.trials.filter(ended_at=None).first() or own.try_out(tried, by=user(by))


def tried(version: PatternVersion | None = None, by: str = "magda") -> PatternTrial:
    """The same, after the worker has tried it."""
    trial = a_trial(version, by)
    with mock.patch.object(
        at_work, "BEAT_SECONDS", 60
    ):  # the other connection of its beat sees nothing of a test's transaction
        assert trials.carry_on(trial.id)
    trial.refresh_from_db()
    return trial


def in_force(version: PatternVersion | None = None) -> PatternSwitch:
    """The same, switched on by the manager, agreed to by the hub, and in force."""
    trial = tried(version)
    return carried(own.switch_on(trial.version, because="Two are no pattern here", by=user("magda")))


def carried(switch: PatternSwitch) -> PatternSwitch:
    """A change after the hub's yes, where it needs one, and after the worker."""
    if switch.needs_second and switch.agreed_by is None:
        own.agree(switch, by=user("leila"))
    with mock.patch.object(at_work, "BEAT_SECONDS", 60):
        assert switching.carry_on(switch.id)
    switch.refresh_from_db()
    return switch
