"""What is kept of reflective sessions, and of briefing papers and their editions.

What somebody wrote in a session is theirs; what a team lacks is kept without anybody's name.
"""

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


class Paper(models.Model):
    """A briefing paper. What it says is written anew each time from what is known; people's own words are edits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.TextField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT)
    begun_at = models.DateTimeField()


class Edit(models.Model):
    """Words that somebody put in place of ours. The latest of a paragraph holds; none is ever changed.

    `figures` is what each figure of the paragraph said at the time. `taken_back`: our words stand again.
    """

    id = models.BigAutoField(primary_key=True)  # in the order of writing; it never leaves the store
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT)
    key = models.TextField()
    words = models.TextField()
    figures = models.JSONField()
    taken_back = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()


class Edition(models.Model):
    """A paper as it stood when somebody made an edition of it: frozen, so that what was cleared is what is printed.

    `printed` is all that its files are made of. A public edition is printed once somebody has cleared it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="editions")
    public = models.BooleanField()
    printed = models.JSONField()
    figures = models.JSONField()  # every figure in it, as printed: numbers that name nobody
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    cleared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | models.Q(cleared_by__isnull=False, cleared_at__isnull=False, public=True),
                name="edition_cleared_by_somebody",
            ),
        ]


class Pseudonym(models.Model):
    """What a review is called in one public edition. Kept apart from the edition, and never used again."""

    pk = models.CompositePrimaryKey("edition_id", "review")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    review = models.UUIDField()
    stands = models.TextField()


class Decision(models.Model):
    """What somebody decided of a word that may tell who is meant: that it may stay, or what stands for it instead."""

    id = models.BigAutoField(primary_key=True)  # in the order in which they were taken; it never leaves the store
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    word = models.TextField()
    stands = models.TextField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()


class Reading(models.Model):
    """That an edition reached somebody: who received, read or discussed it, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    who = models.TextField()
    did = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(did__in=["received", "read", "discussed"]), name="reading_is_a_word"
            ),
        ]
