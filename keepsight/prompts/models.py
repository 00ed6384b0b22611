"""A pattern's answers, kept. Computed from the log, they may be computed anew; what people do is entries."""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.access.models import User
from keepsight.people.models import Person


class PatternVersion(models.Model):
    """A sheet as this partnership writes it: a pattern of the library with other numbers, or one wholly its own.

    `says` is the table of a sheet's file (`patterns.kept`); `number` counts this partnership's versions of the pattern from 1.
    Only ever added to: what is written is in force once a switch says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pattern = models.TextField()
    number = models.PositiveIntegerField()
    says = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "prompts_pattern_version"
        constraints = [
            models.UniqueConstraint(fields=["pattern", "number"], name="pattern_has_each_version_once"),
        ]


class PatternTrial(models.Model):
    """A version tried on the store's own past, and how far the worker is with it: `done` of `total` children.

    `found` are its figures, once it has ended; `refused_because` why there are none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(PatternVersion, on_delete=models.PROTECT, related_name="trials")
    as_of = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    beat_at = models.DateTimeField(null=True)
    found = models.JSONField(null=True)
    refused_because = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "prompts_pattern_trial"
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(ended_at=None), name="tried_once_at_a_time"),
        ]


class TriedAnswer(models.Model):
    """An interval that a trial found of a child: it would begin with the version, or go with it, or stays as it is.

    `entries` are those that show it. Nothing here is a prompt, and nobody is told of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    trial = models.ForeignKey(PatternTrial, on_delete=models.PROTECT, related_name="answers")
    child = models.ForeignKey(Person, on_delete=models.PROTECT)
    change = models.TextField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    entries = models.JSONField()

    class Meta:
        db_table = "prompts_tried_answer"
        constraints = [
            models.CheckConstraint(condition=Q(change__in=("begins", "goes", "stays")), name="tried_answer_changes"),
        ]


class PatternSwitch(models.Model):
    """That a pattern is to be asked in a version, as the library has it (`version` None), or not at all (`off`), and why.

    `agreed_by` is the second person, of another agency, where one is needed. The worker puts it in force, `done` of `total`
    children being asked. `ended_at` and not in force: it was let go, or refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pattern = models.TextField()
    version = models.ForeignKey(PatternVersion, on_delete=models.PROTECT, null=True, related_name="switches")
    off = models.BooleanField(default=False)
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    needs_second = models.BooleanField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    beat_at = models.DateTimeField(null=True)
    refused_because = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "prompts_pattern_switch"
        constraints = [
            models.UniqueConstraint(fields=["pattern"], condition=Q(ended_at=None), name="switched_once_at_a_time"),
            models.CheckConstraint(condition=~Q(off=True) | Q(version=None), name="off_is_no_version"),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="a_second_yes_has_its_person_and_its_time",
            ),
        ]


class PatternInForce(models.Model):
    """That a change of a pattern is in force since `at`, `place` saying after which others. The last of a pattern holds.

    A row of its own, so that the transaction which puts it in force holds no lock on what says how far it is.
    """

    place = models.PositiveIntegerField(primary_key=True)
    switch = models.OneToOneField(PatternSwitch, on_delete=models.PROTECT, related_name="in_force")
    at = models.DateTimeField()

    class Meta:
        db_table = "prompts_pattern_in_force"


class LibraryAsked(models.Model):
    """That every child was asked with the library as it stood: `versions` says of each pattern how (`grown`).

    Only ever added to; the last one holds. What is new in a release since then is what has to be asked of everybody.
    """

    versions = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "prompts_pattern_library_asked"


class PatternReturn(models.Model):
    """That a pattern went back to people: in the quarter that began on `quarter_on`, `wrong` of `answered` answers said that it is
    wrong. Only ever added to; what people did about it is `PatternKept`, or a switch of the pattern that was asked for since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pattern = models.TextField()
    quarter_on = models.DateField()
    wrong = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "prompts_pattern_return"
        constraints = [
            models.UniqueConstraint(fields=["pattern", "quarter_on"], name="pattern_goes_back_once_a_quarter"),
            models.CheckConstraint(condition=Q(wrong__lte=F("answered")), name="no_more_wrong_than_answered"),
        ]


class PatternKept(models.Model):
    """That somebody keeps a pattern as it is although it went back, and why."""

    returned = models.OneToOneField(PatternReturn, on_delete=models.PROTECT, primary_key=True, related_name="kept")
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "prompts_pattern_kept"
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="kept_for_a_reason")]


class Prompt(models.Model):
    """An interval in which a pattern holds, or held, for a child.

    `ended_on` None: it still held on `as_at`, the last day for which it could be asked. `withdrawn_at`: the log, as it
    was corrected, no longer shows it, or `withdrawn_by`, a change of the pattern itself; it stays readable. `version` is that of
    the sheet that asked. `begun_by`: the change of the pattern that brought it, if one did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pattern = models.TextField()
    version = models.IntegerField()
    child = models.ForeignKey(Person, on_delete=models.PROTECT)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    visible_on = models.DateField()
    anchor = models.UUIDField()
    measure = models.IntegerField()
    owner = models.TextField()
    as_at = models.DateField()
    first_found_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(PatternSwitch, on_delete=models.PROTECT, null=True, related_name="begun")
    withdrawn_by = models.ForeignKey(PatternSwitch, on_delete=models.PROTECT, null=True, related_name="withdrawn")

    class Meta:
        indexes = [models.Index(fields=["child", "pattern"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="prompt_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(owner__in=("allocated_team", "front_door")), name="prompt_always_has_an_owner"
            ),
        ]


class PromptEntry(models.Model):
    """One entry that shows a prompt, and its part in it: what was counted, what went unanswered."""

    pk = models.CompositePrimaryKey("prompt_id", "entry_id", "part")
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="evidence")
    entry_id = models.UUIDField()
    part = models.TextField()

    class Meta:
        db_table = "prompts_prompt_entry"
        indexes = [models.Index(fields=["entry_id"])]


class OpenClock(models.Model):
    """The next day on which, with nothing new on record, a child's prompts may change. The worker asks on that day."""

    child = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True)
    runs_out_on = models.DateField(db_index=True)


class Untold(models.Model):
    """A pattern that cannot tell of a child: a feed it needs did not deliver. It is asked again when that feed does."""

    pk = models.CompositePrimaryKey("child_id", "pattern")
    child = models.ForeignKey(Person, on_delete=models.PROTECT)
    pattern = models.TextField(db_index=True)


class Clock(models.Model):
    """The calendar: for a window and a day, the first day on which the window from that day is over."""

    pk = models.CompositePrimaryKey("clock_window", "day")
    clock_window = models.TextField()
    day = models.DateField()
    gone_on = models.DateField()


class Replaying(models.Model):
    """All children, or all whom a review is about, replayed up to a day (`replaying_all`). `by` None: asked for by command.

    `done` of `total` children, `beat_at` is the worker's last beat. Beside the log: nothing here is an entry.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    of = models.TextField()
    until = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    beat_at = models.DateTimeField(null=True)
    refused_because = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(of__in=("all", "reviewed")), name="replaying_is_of_a_word"),
            models.UniqueConstraint(fields=["of"], condition=Q(ended_at=None), name="replaying_once_at_a_time"),
        ]


class ReplayedChild(models.Model):
    """What was replayed of one child. `number` is what the child is called there, drawn by chance; `found` its prompts, without
    entries or names."""

    pk = models.CompositePrimaryKey("replaying_id", "number")
    replaying = models.ForeignKey(Replaying, on_delete=models.PROTECT)
    number = models.IntegerField()
    child = models.ForeignKey(Person, on_delete=models.PROTECT)
    found = models.JSONField()

    class Meta:
        db_table = "prompts_replayed_child"
        constraints = [models.UniqueConstraint(fields=["replaying", "child"], name="replayed_once")]
