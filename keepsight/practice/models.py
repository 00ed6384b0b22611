"""What is kept beside the log: forms that somebody had filled in when they were signed out. Acts themselves are entries."""

from django.db import models

from keepsight.access.models import User


class Unsaved(models.Model):
    """What one person had written at one address. It is on no record, nobody else is shown it, and it is gone after some days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    address = models.TextField()
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="unsaved_once_for_each_address")]
