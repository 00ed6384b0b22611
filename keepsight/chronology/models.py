"""The log: a row and its words are two tables, and neither is ever changed.

    entry ──1:1── words          what was said, which a lawful purge may erase; the entry keeps a salted hash of it
      ├──n── entry_person        the records it is about, each with a role
      ├──n── entry_told          the agencies that were told, and when
      └──n── entry_stated        each file that stated it, as at which day

Two more columns, `seq` and `txid`, are the database's own (see the migration): they order the log for readers that
follow it in step, and never leave it.

One matter, several accounts: `identity` names what an entry is the account of. When a later file says the same
thing differently, that is a new entry of the same identity, and the current one is the account last stated. So files
may arrive in any order. A person's correction points to what it corrects by `supersedes`.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.access.models import Agency, User
from keepsight.intake.models import Receipt
from keepsight.people.models import Record

LEVELS = ("standard", "restricted", "sealed")
PRECISIONS = ("minute", "day", "month", "year", "range", "uncertain", "unknown")


class Entry(models.Model):
    """Something that happened, as one agency told it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    occurred_from = models.DateField(null=True)
    occurred_to = models.DateField(null=True)
    occurred_at = models.DateTimeField(null=True)
    precision = models.TextField()
    recorded_on = models.DateField()
    recorded_how = models.TextField()
    received_at = models.DateTimeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    # Where the matter came from, if another: an agency's code, or a sector's word where the file says no more.
    from_agency = models.TextField(null=True)
    basis = models.TextField(null=True)
    corroborated = models.BooleanField(null=True)
    thread = models.UUIDField(null=True)
    level = models.TextField(default="standard")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    sheet = models.TextField(null=True)
    row = models.IntegerField(null=True)
    identity = models.UUIDField()
    content_hash = models.UUIDField()
    words_hash = models.BinaryField()
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        indexes = [models.Index(fields=["thread"])]
        constraints = [
            models.UniqueConstraint(fields=["identity", "content_hash"], name="entry_said_once"),
            models.CheckConstraint(condition=Q(precision__in=PRECISIONS), name="entry_precision_is_a_word"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="entry_level_is_a_word"),
            models.CheckConstraint(condition=Q(recorded_how__in=("stated", "assumed")), name="entry_recorded_how"),
            models.CheckConstraint(
                condition=Q(occurred_from__isnull=True, occurred_to__isnull=True, precision="unknown")
                | Q(occurred_to__gte=F("occurred_from")),
                name="entry_days_run_forward",
            ),
            models.CheckConstraint(condition=Q(receipt__isnull=False) | Q(by__isnull=False), name="entry_has_a_source"),
        ]


class Words(models.Model):
    """What an entry says. Apart from the entry, so that the log outlives a lawful erasure of its words."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField()
    raw_when = models.TextField()
    narrative = models.TextField()
    details = models.JSONField()
    child_words = models.TextField(null=True)
    hindsight = models.TextField(null=True)
    significance = models.TextField(null=True)
    professional = models.TextField(null=True)
    guessed_by = models.TextField(null=True)


class Restriction(models.Model):
    """That the agency which holds a matter keeps it restricted from now on, or no longer, and why. The latest of a matter holds.

    It stands beside the log and holds for every account of the matter, so a file that tells it again opens nothing.
    """

    identity = models.UUIDField(db_index=True)
    holds = models.BooleanField()
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "chronology_restriction"


class Erased(models.Model):
    """That the words of an entry were erased, by which purge. The audit seals which they were."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    purge = models.UUIDField(db_index=True)

    class Meta:
        db_table = "chronology_erased"


class EntryPerson(models.Model):
    """A record that an entry is about, and its role there."""

    pk = models.CompositePrimaryKey("entry_id", "record_id", "role")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="people")
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    role = models.TextField()

    class Meta:
        db_table = "chronology_entry_person"
        indexes = [models.Index(fields=["record", "role"])]


class EntryTold(models.Model):
    """An agency that the row says was told, and when, if it says."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="told")
    agency = models.TextField()
    told_on = models.DateField(null=True)

    class Meta:
        db_table = "chronology_entry_told"


class EntryStated(models.Model):
    """A file that stated this entry, as at a day. An entry restated every month has a row for each month."""

    pk = models.CompositePrimaryKey("entry_id", "as_at")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="stated")
    as_at = models.DateField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)

    class Meta:
        db_table = "chronology_entry_stated"
