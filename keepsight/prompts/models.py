"""A pattern's answers, kept. Computed from the log, they may be computed anew; what people do is entries."""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.people.models import Person


class Prompt(models.Model):
    """An interval in which a pattern holds, or held, for a child.

    `ended_on` None: it still held on `as_at`, the last day for which it could be asked. `withdrawn_at`: the log, as it
    was corrected, no longer shows it; it stays readable.
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
