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
