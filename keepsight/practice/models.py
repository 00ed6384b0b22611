"""What is kept beside the log: what a worker says in supervision for their own agency alone, and forms of whoever was signed out.

Acts themselves are entries.
"""

import uuid

from django.db import models

from keepsight.access.models import Agency, User


class Unsaved(models.Model):
    """What one person had written at one address. It is on no record, nobody else is shown it, and it is gone after some days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    address = models.TextField()
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="unsaved_once_for_each_address")]


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
