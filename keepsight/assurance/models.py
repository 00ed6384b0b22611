"""What a partnership decided to change, what it did, and by what it will know whether anything changed.

Every table is only ever added to. Where a recommendation, an action or a request stands is worked out from its steps, never
stored beside them (see `steps`). Nobody who worked with a child is named here: owners are agencies and roles.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.access.models import Agency, User
from keepsight.reviews.models import Review

LEVELS = ("system", "case")
REACHES = ("local", "national")
COUNTS = ("in_time", "late", "began")
PERIODS = ("month", "quarter")
BETTER = ("higher", "lower")
VERDICTS = ("assured", "partly", "not_assured")


class Recommendation(models.Model):
    """Something that should change, in its own words. `review` None: no review of the register made it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="recommendations")
    says = models.TextField()
    level = models.TextField()
    reach = models.TextField()
    codes = models.JSONField(default=list)  # codes of the codebook that it is about
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT)
    owner_role = models.TextField(blank=True)
    made_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="recommendation_level_is_a_word"),
            models.CheckConstraint(condition=Q(reach__in=REACHES), name="recommendation_reach_is_a_word"),
            models.CheckConstraint(condition=~Q(says=""), name="recommendation_says_something"),
        ]


class Action(models.Model):
    """What one agency will do about a recommendation, by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")
    says = models.TextField()
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT)
    due_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()


class Request(models.Model):
    """A question put to an agency: show that this is so. Its answer and the verdict on it are steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    asks = models.TextField()
    due_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()


class Step(models.Model):
    """One step in the life of a recommendation, an action or a request: which, what was said with it, who, when.

    `says` is the reason of what needs one and the evidence of what claims to be done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="steps")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="steps")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, related_name="steps")
    order = models.PositiveIntegerField()
    step = models.TextField()
    says = models.TextField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recommendation__isnull=False, action__isnull=True, request__isnull=True)
                | Q(recommendation__isnull=True, action__isnull=False, request__isnull=True)
                | Q(recommendation__isnull=True, action__isnull=True, request__isnull=False),
                name="step_is_of_one_thing",
            ),
            # Two people who take the next step at once: the second is told, and nothing is overwritten.
            models.UniqueConstraint(
                fields=["recommendation", "action", "request", "order"], name="step_taken_once", nulls_distinct=False
            ),
        ]


class Measure(models.Model):
    """What will show whether practice changed: a pattern of the library, counted period by period over the log.

    `counts` in_time and late are shares of what set a clock in the period; began is the number of children for whom the
    pattern began. `changed_on` is the day from which the change should show; None: nothing has been changed yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="measures")
    title = models.TextField()
    pattern = models.TextField()
    counts = models.TextField()
    per = models.TextField()
    from_on = models.DateField()
    changed_on = models.DateField(null=True)
    better = models.TextField()
    target = models.FloatField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(counts__in=COUNTS), name="measure_counts_is_a_word"),
            models.CheckConstraint(condition=Q(per__in=PERIODS), name="measure_per_is_a_word"),
            models.CheckConstraint(condition=Q(better__in=BETTER), name="measure_better_is_a_word"),
            models.CheckConstraint(
                condition=Q(changed_on__isnull=True) | Q(changed_on__gt=F("from_on")), name="measure_has_a_before"
            ),
        ]


class Training(models.Model):
    """How many of an agency's people who should have had some training have had it, as the agency counted them on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    about = models.TextField()
    counted_on = models.DateField()
    trained = models.PositiveIntegerField()
    should_be = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "about", "counted_on"], name="training_counted_once"),
            models.CheckConstraint(condition=Q(trained__lte=F("should_be")), name="training_never_more_than_all"),
        ]
