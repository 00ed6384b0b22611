"""What is kept beside the log: what a worker says in supervision for their own agency alone, what whoever was signed out had typed,
and the forms that a partnership makes of its own.

Acts themselves are entries.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.access.models import Agency, User


class Unsaved(models.Model):
    """What one person had written at one address. It is on no record, nobody else is shown it, and it is gone after some days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    address = models.TextField()
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="unsaved_once_for_each_address")]


class Hold(models.Model):
    """That nothing of a child is erased, and why, until the hold is lifted: by law, for a court, an inquiry or a review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(db_index=True)
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_because = models.TextField(default="")
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "practice_hold"


class Purge(models.Model):
    """That all that is said of a child is to be erased: asked for by one guardian, signed by another, done by command.

    `erased`: how many rows went, by what they were. It names nobody; `child` is an id that then leads to nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(db_index=True)
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    let_go_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    let_go_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    erased = models.JSONField(default=dict)

    class Meta:
        db_table = "practice_purge"
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(done_at=None, let_go_at=None), name="purge_asked_for_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("by")), name="purge_is_signed_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(signed_by__isnull=False, let_go_at=None), name="purge_done_was_signed"
            ),
        ]


class SubjectAccess(models.Model):
    """That somebody asks for what is kept of a child: from when its month runs, who reviewed it, who released it.

    `wish`: whether the child wishes that it be given. `gives` entries would be given, `left_out` says how many are not, and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(db_index=True)
    asks = models.TextField()
    wish = models.TextField()
    proved_by = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    gives = models.IntegerField(null=True)
    left_out = models.JSONField(default=list)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "practice_subject_access"
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(released_at=None, ended_at=None), name="subject_access_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("released_by"))),
                name="subject_access_is_released_by_two",
            ),
        ]


class GivenOrNot(models.Model):
    """What a person decided to give of an entry, for one request. Only added to: the latest of an entry holds."""

    id = models.BigAutoField(primary_key=True)  # in the order in which they were decided; it never leaves the store
    request = models.ForeignKey(SubjectAccess, on_delete=models.PROTECT, related_name="decisions")
    entry = models.UUIDField()
    gives = models.TextField()
    because = models.TextField(default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "practice_given_or_not"


class KeptApart(models.Model):
    """What a supervision thought and what a worker fears: whoever wrote it reads it, and leads of their agency.

    `thread` is that of the supervision's entry, which says none of this.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    thread = models.UUIDField(db_index=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    kept_at = models.DateTimeField()
    hypotheses = models.TextField()
    unknowns = models.TextField()
    alternatives = models.TextField()
    feels = models.TextField()
    hard = models.JSONField(default=list)
    hard_because = models.TextField()

    class Meta:
        db_table = "practice_kept_apart"


class FormEdition(models.Model):
    """One edition of a form that a partnership made of its own: what it asks (`forms`). Only ever added to.

    `agency` None: it is for every agency. `says` None: the form ended with this edition, for the reason `because`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    form = models.UUIDField()
    number = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True)
    says = models.JSONField(null=True)
    because = models.TextField(default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "practice_form_edition"
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_has_each_edition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="form_editions_begin_with_one"),
        ]
