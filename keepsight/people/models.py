"""What is kept of people. Rows are only ever added; the few columns that change are granted by name in a migration.

Three views are models too: what is known of a record now, and who stands in whose household, since when and until when.
"""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q

from keepsight.access.models import Agency, User
from keepsight.intake.models import Receipt

# Whoever says these of two people says it of both.
EITHER_WAY = frozenset({"lives_with", "partner_of", "sibling_of"})


class Record(models.Model):
    """A person as one agency knows them. Never changes; entries hang on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_column="agency_code")
    key = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="record_key_once_in_an_agency")]


class Childhood(models.Model):
    """That a record is a child's: some file or entry called it one. Said once, and true of the record for good."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True)
    said_at = models.DateTimeField()


class Description(models.Model):
    """What one file said of a record, as at a day. None and "": not said. Where somebody lives is not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    as_at = models.DateField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)
    content_hash = models.TextField()
    forename = models.TextField(null=True)
    surname = models.TextField(null=True)
    label = models.TextField(null=True)
    forename_words = models.TextField(default="")  # compared forms, computed once: see standard.py
    surname_words = models.TextField(default="")
    forename_sound = models.GeneratedField(  # see sound.sql
        expression=Func(F("forename_words"), function="people_sound"), output_field=models.TextField(), db_persist=True
    )
    surname_sound = models.GeneratedField(
        expression=Func(F("surname_words"), function="people_sound"), output_field=models.TextField(), db_persist=True
    )
    born_from = models.DateField(null=True)
    born_to = models.DateField(null=True)
    born_precision = models.TextField(default="unknown")
    born_raw = models.TextField(default="")
    expected_on = models.DateField(null=True)
    expected_to = models.DateField(null=True)  # the last day it may be, where it is less exact than a day
    expected_precision = models.TextField(null=True)  # likewise; None where it is a day
    died_on = models.DateField(null=True)
    sex = models.TextField(null=True)
    nhs_number = models.TextField(null=True)
    upn = models.TextField(null=True)
    former_upn = models.TextField(null=True)
    address_protected = models.BooleanField(default=False)
    ethnicity = models.TextField(null=True)
    disabilities = models.JSONField(default=list)
    raw = models.JSONField(default=dict)  # numbers as written, where the columns hold another form or nothing

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "as_at", "content_hash"], name="description_said_once"),
        ]
        indexes = [
            models.Index(
                fields=["nhs_number"], name="description_by_nhs_number", condition=Q(nhs_number__isnull=False)
            ),
            models.Index(fields=["upn"], name="description_by_upn", condition=Q(upn__isnull=False)),
            models.Index(fields=["record"], name="description_of_expected", condition=Q(expected_on__isnull=False)),
            models.Index(fields=["surname_words", "forename_words", "born_from"], name="description_by_name"),
            models.Index(fields=["surname_sound", "forename_sound"], name="description_by_sound"),
            models.Index(
                fields=["born_from"], name="description_by_birth", condition=Q(born_precision__in=["day", "minute"])
            ),
            models.Index(fields=["record"], name="description_protected", condition=Q(address_protected=True)),
        ]


class Address(models.Model):
    """Where a file said that somebody lives. Kept, and not to be read: the application may add one and may not look.

    No page, search or pattern asks for it, protected or not. Linking is told which records were at one home, and never where
    (`places.sql`); of a protected one, not even that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    as_at = models.DateField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)
    address = models.TextField()
    postcode = models.TextField()
    protected = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "as_at", "address", "postcode", "protected"], name="address_said_once"
            ),
        ]
        indexes = [
            models.Index(Func(F("postcode"), function="people_post"), name="address_by_post"),
            models.Index(fields=["record"], name="address_protected", condition=Q(protected=True)),
        ]


class Person(models.Model):
    """Whom we believe some records are about. Nothing but an identity: what is known stands in its records."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    made_at = models.DateTimeField()


class Link(models.Model):
    """That a record is about a person: since when, by whom, on what evidence (words, never values), until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    rule = models.TextField()
    evidence = models.JSONField(default=list)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)
    ended_because = models.TextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(ended_at__isnull=True), name="link_one_open_for_a_record"
            ),
            models.CheckConstraint(condition=Q(made_by__in=["rule", "person"]), name="link_made_by_rule_or_person"),
        ]


class Judgement(models.Model):
    """What a person said of two records: the same, or different. The latest of a pair holds; none is ever changed.

    All that one act said bears its id, and holds until the act is taken back. What was said before acts were told apart is each
    an act of its own.
    """

    id = models.BigAutoField(primary_key=True)  # in the order in which they were said; it never leaves the store
    record_a = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="judged_first")
    record_b = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="judged_second")
    same = models.BooleanField()
    act = models.UUIDField(db_default=RandomUUID())
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    because = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["act"], name="judgement_by_act")]


class TakenBack(models.Model):
    """That an act of joining or parting was taken back, by whom and why. Only added to: an act is taken back once, for good."""

    act = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()

    class Meta:
        db_table = "people_taken_back"


class Question(models.Model):
    """Two records that a person must look at, and why. Answered once; asked again, it is a new question.

    `weight` is the trained model's, and sums from `parts`; None and {} where it was not asked. It is for the judge to read
    after the answer, not before. `model`: its name (`matching.model.name_of`); "" where none was asked, or none was noted yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_a = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="asked_first")
    record_b = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="asked_second")
    why = models.JSONField()
    weight = models.FloatField(null=True)
    parts = models.JSONField(default=dict)
    model = models.TextField(default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_a", "record_b"], condition=Q(answered_at__isnull=True), name="question_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer__isnull=True)
                | Q(answered_at__isnull=False, answer__in=["same", "different", "cannot_tell", "no_longer_asked"]),
                name="question_answer_is_a_word",
            ),
        ]


class Opinion(models.Model):
    """What one judge answered to a question, before or beside the others. Only added to; of one judge the latest counts.

    `agency` and `asks`: whom it asks, and what, where the answer is to ask. `weighed`: what the model and its guards said of
    the two at that moment, as `weighed.Found` has it; None where it laid nothing side by side. `two` whether two must agree.
    `model`: the name of the model that weighed; "" where it weighed nothing, or its name was not noted yet.
    """

    id = models.BigAutoField(primary_key=True)  # in the order in which they were said; it never leaves the store
    question = models.ForeignKey(Question, on_delete=models.PROTECT)
    said = models.TextField()
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    asks = models.TextField(default="")
    weighed = models.JSONField(null=True)
    model = models.TextField(default="")
    two = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(said__in=["same", "different", "cannot_tell"], agency=None)
                | Q(said="ask_agency", agency__isnull=False),
                name="opinion_is_a_word",
            ),
        ]


class Told(models.Model):
    """What an agency answered that was asked about one of two records."""

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, primary_key=True)
    says = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)


class Practised(models.Model):
    """What a judge answered first of an invented pair, by its key (`practising.toml`). Only added to; it is about no child."""

    id = models.BigAutoField(primary_key=True)
    judge = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    pair = models.TextField()
    said = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judge", "pair"], name="practised_once"),
            models.CheckConstraint(
                condition=Q(said__in=["same", "different", "cannot_tell"]), name="practised_is_a_word"
            ),
        ]


class AdoptedModel(models.Model):
    """A trained model that weighs from here on, as training wrote it, with why. Only added to: the last one is in force."""

    id = models.BigAutoField(primary_key=True)  # in the order in which they were adopted
    sha256 = models.TextField()
    written = models.JSONField()
    because = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "people_adopted_model"


class Relationship(models.Model):
    """What one agency said, as at a day, that one person is to another, with the days it held. None: not said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record_a = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="ties_from")
    kind = models.TextField()
    record_b = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="ties_to")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    said_by = models.ForeignKey(Agency, on_delete=models.PROTECT, db_column="said_by")
    as_at = models.DateField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)
    raw = models.TextField(default="")
    content_hash = models.TextField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["parent_of", "lives_with", "cares_for", "partner_of", "sibling_of"]),
                name="relationship_kind_is_a_word",
            ),
        ]


class KnownRecord(models.Model):
    """A view: of each record, what its agency last said of each fact. Leaving a fact out does not take it back.

    Filter it by `record` with ids at hand, not by joining: it is computed for the records that are asked for.
    """

    record = models.OneToOneField(Record, on_delete=models.DO_NOTHING, primary_key=True)
    as_at = models.DateField()
    forename = models.TextField(null=True)
    surname = models.TextField(null=True)
    label = models.TextField(null=True)
    forename_words = models.TextField()
    surname_words = models.TextField()
    born_on = models.DateField(null=True)  # only where a day was stated
    born_from = models.DateField(null=True)
    born_to = models.DateField(null=True)
    born_precision = models.TextField(null=True)
    born_raw = models.TextField(null=True)
    expected_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    sex = models.TextField(null=True)
    nhs_number = models.TextField(null=True)
    upn = models.TextField(null=True)
    ethnicity = models.TextField(null=True)
    disabilities = models.JSONField(null=True)
    address_protected = models.BooleanField()
    expected_to = models.DateField(null=True)
    expected_precision = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "people_known"


class HouseholdRow(models.Model):
    """A view: what a person is to a child, and between which days (None: open at that end).

    Of several rows that hold on a day, the one of least `nearness` is to be taken. Ask by child: by person it works out everybody.
    """

    pk = models.CompositePrimaryKey("child_id", "person_id", "nearness")
    child = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="household")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="households")
    role = models.TextField()
    nearness = models.IntegerField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "people_household"
