"""What a store says of itself, and the audit of everything that was done in it."""

from django.db import models


class Mark(models.Model):
    """A word that a store bears for good. `demo`: everything in here is invented, and no real file may come in."""

    name = models.TextField(primary_key=True)
    marked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class AuditLine(models.Model):
    """One look, export, search, refusal or change. Only ever added to; `store.audit` writes it and `store.chain` proves it.

    People, agencies and children are named by id alone: this room lies below theirs. `answer` is the HTTP status of a look, None
    for a change made in it; `page` the page looked at. `user` None: nobody had signed in, or the machine acted by itself.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    user = models.BigIntegerField(null=True)
    agency = models.TextField(null=True)
    role = models.TextField(null=True)
    act = models.TextField()
    page = models.TextField(null=True)
    child = models.UUIDField(null=True)
    about = models.TextField(null=True)
    answer = models.SmallIntegerField(null=True)
    count = models.IntegerField()
    seal = models.BinaryField(null=True)
    mac = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["child", "seq"]), models.Index(fields=["user", "seq"])]
