"""What came in, what was set aside, and which days each feed has delivered. All of it is only ever added to."""

import uuid

from django.db import models
from django.db.models import F, Q

from keepsight.access.models import Agency, User

STATES = ("to_check", "to_lay_out", "checked", "to_receive", "received", "refused", "let_go")
"""How a file that somebody hands in goes on: the worker reads it through, a person says what its columns are where nobody knows
them, a person looks, the worker takes it in. The last three are ends."""
TAKEN_BACK = "taken back"
"""What stands as the format of a receipt that takes a file back: no format of the shelf has a space in its name."""

ERASED = "erased"
"""What stands as the name of a file that a purge has erased: a file of that name has an ending."""


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
    tables = models.JSONField(
        default=dict
    )  # of a format that has several: the rows of each that the file held, by title

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
                fields=["receipt", "kind", "from_on", "to_on", "record"], name="coverage_once", nulls_distinct=False
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


class Upload(models.Model):
    """A file that somebody hands in on a page, on its way: read through, looked at by them, then taken in or let go.

    It is kept apart until it has ended (`intake.uploads`): then the file is gone, and so is `found`, what reading it through
    found. Beside the log: nothing here is an entry. `done` of `total` rows, `doing` and `beat_at` are how far the worker is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
    file_name = models.TextField()
    size = models.BigIntegerField()
    as_at = models.DateField(null=True)
    format = models.TextField(default="")  # "": recognised by its content; a name: somebody chose it by hand
    state = models.TextField(default="to_check")
    tries = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    beat_at = models.DateTimeField(null=True)
    found = models.JSONField(null=True)
    refused_because = models.TextField(default="")
    confirmed_because = models.TextField(default="")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="upload_state_is_a_word"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(found__isnull=True),
                name="upload_keeps_nothing_once_it_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="received", receipt__isnull=False) | (~Q(state="received") & Q(receipt__isnull=True)),
                name="upload_received_has_its_receipt",
            ),
        ]


class TakenBack(models.Model):
    """That a file was taken back, by whom and why. `receipt_of` is the receipt of the entries that say so of each of its own."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="taken_back")
    receipt_of = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="takes_back")
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_taken_back"


class TakingBack(models.Model):
    """That a file is to be taken back, and how far the worker is with it: `done` of `total` entries, `beat_at` its last beat.

    Beside the log: nothing here is an entry. Ended with `refused_because`, nothing of the file was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT)
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    beat_at = models.DateTimeField(null=True)
    refused_because = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_taking_back"
        constraints = [
            models.UniqueConstraint(fields=["receipt"], condition=Q(ended_at=None), name="taken_back_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(refused_because="") | Q(ended_at__isnull=False), name="refused_to_take_back_has_ended"
            ),
        ]


class LayoutVersion(models.Model):
    """One version of a layout that people of an agency have said of their own table: which column is what (`formats.layout`).

    `says` only in what it differs from the version before; the first says it all. Only ever added to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.TextField()
    number = models.PositiveIntegerField()
    says = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_layout_version"
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "number"], name="layout_has_each_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="layout_versions_begin_with_one"),
        ]
