"""What came in, what was set aside, and which days each feed has delivered. All of it is only ever added to."""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.access.models import Agency, User


class Receipt(models.Model):
    """One file, handed in once. Its rows add up: rows = read + refused + duplicates + blank."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    received_at = models.DateTimeField()
    file_name = models.TextField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    format = models.TextField()
    format_version = models.TextField()
    as_at = models.DateField()
    rows = models.IntegerField()
    counted = models.IntegerField()
    entries = models.IntegerField()
    refused = models.IntegerField()
    duplicates = models.IntegerField()
    blank = models.IntegerField()
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rows=F("counted")), name="receipt_agrees_with_the_second_count"),
            models.CheckConstraint(
                condition=Q(rows__gte=F("refused") + F("duplicates") + F("blank")), name="receipt_adds_up"
            ),
        ]


class RefusedRow(models.Model):
    """A row set aside, word for word, with the reason, so that it can be corrected and handed in again."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT)
    sheet = models.TextField(null=True)
    row = models.IntegerField()
    column = models.TextField(null=True)
    reason = models.TextField()
    raw = models.JSONField()


class Coverage(models.Model):
    """The days for which a feed delivered a kind. `record` None: for every child the agency works with."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT)
    kind = models.TextField()
    from_on = models.DateField()
    to_on = models.DateField()
    record = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "from_on", "to_on", "record"], name="coverage_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="coverage_runs_forward"),
        ]


class Document(models.Model):
    """A record in words, as an agency sent it, kept whole and once: the same passages again are the same document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT)
    passages_hash = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "passages_hash"], name="document_kept_once")]


class Passage(models.Model):
    """A piece of a document: its number there, its place as a receipt counts, the label it stands under, its words."""

    pk = models.CompositePrimaryKey("document_id", "number")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages")
    number = models.IntegerField()
    sheet = models.TextField(null=True)
    row = models.IntegerField()
    label = models.TextField(null=True)
    words = models.TextField()


class OfferedFact(models.Model):
    """What passages of a document seem to say, as the reader made it out. Nothing counts it.

    `draft` is the fact with records in the place of people. What a person said of it is a decision, a row of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="facts")
    number = models.IntegerField()
    draft = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="fact_offered_once")]


class FactDecision(models.Model):
    """What a person said of an offered fact: confirmed, and so an entry; or declined, and why.

    Neither is said twice. What was declined by mistake may still be confirmed, and then it is confirmed.
    """

    fact = models.ForeignKey(OfferedFact, on_delete=models.PROTECT, related_name="decisions")
    entry_id = models.UUIDField(null=True, db_index=True)
    because = models.TextField(default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry_id__isnull=False, because="") | (Q(entry_id__isnull=True) & ~Q(because="")),
                name="fact_is_an_entry_or_declined_with_a_reason",
            ),
            models.UniqueConstraint(fields=["fact"], condition=Q(entry_id__isnull=False), name="fact_confirmed_once"),
            models.UniqueConstraint(fields=["fact"], condition=Q(entry_id__isnull=True), name="fact_declined_once"),
        ]
