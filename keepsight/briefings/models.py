"""What is kept of reflective sessions. What somebody wrote is theirs; what a team lacks is kept without anybody's name."""

import uuid

from django.db import models

from keepsight.access.models import Agency, User


class Session(models.Model):
    """Time set aside to think about a theme of reviews: alone, or as a team. `questions` are the words asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    theme = models.TextField()
    audience = models.TextField()
    questions = models.JSONField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()


class Seat(models.Model):
    """Somebody takes part. `told_lacks_at`: they have said what the team lacks; what they said is not kept here."""

    pk = models.CompositePrimaryKey("session_id", "user_id")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    told_lacks_at = models.DateTimeField(null=True)


class Reflection(models.Model):
    """What somebody wrote under a question. Only they read it. Written anew, the later one holds."""

    id = models.BigAutoField(primary_key=True)  # in the order of writing; it never leaves the store
    session = models.ForeignKey(Session, on_delete=models.PROTECT)
    question = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    words = models.TextField()
    at = models.DateTimeField()


class Lack(models.Model):
    """That some team lacks something when it works on a theme: no team, no person, no day, so that nobody is named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    theme = models.TextField()
    lack = models.TextField()
    year = models.PositiveSmallIntegerField()
