"""What people made of what reviews say; and, in a table of its own, what words suggested.

Rows are only added. What was withdrawn says who withdrew it and stays; the latest row of a kind is the one that counts.
"""

import uuid

from django.db import models
from django.db.models import Q

from keepsight.access.models import User
from keepsight.reviews.models import DocumentVersion, Passage, Review, ReviewDocument

JUDGED = ("failing", "good_practice", "neither")
"""How the review judges what a passage tells: set beside the code, so that good practice stands beside failings."""
STATES = ("present", "absent", "not_mentioned", "not_applicable")
"""What a whole review says of a code. Absent: it was looked for. Not mentioned: the review is silent."""
GUIDANCE_KINDS = ("statutory", "practice", "research", "elsewhere")
"""What stands beside a theme: statutory guidance, guidance for practice, research, learning from elsewhere."""


class CodeVersion(models.Model):
    """A code as a partnership changed it; the shelf of words holds the first version.

    `goes_to` names the codes that take its place, where it was merged or split: then it is no longer given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.TextField()
    number = models.PositiveIntegerField()
    layer = models.TextField()
    group = models.TextField()
    theme = models.TextField(null=True)
    title = models.TextField()
    means = models.TextField()
    goes_to = models.JSONField(default=list)
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_code_version"
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="code_has_each_version_once")]


class BlindReading(models.Model):
    """Somebody reads a document as a second coder: shown nobody else's codes, and no suggestions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    document = models.ForeignKey(ReviewDocument, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_blind_reading"
        constraints = [models.UniqueConstraint(fields=["document", "by"], name="blind_once_a_document")]


class PassageRead(models.Model):
    """Somebody read a passage and saved what they made of it, a code or none. The latest of a person counts."""

    id = models.BigAutoField(primary_key=True)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="reads")
    memo = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_passage_read"
        indexes = [models.Index(fields=["passage", "by"])]


class SectionRead(models.Model):
    """Somebody says that they read a section of one version of a document in full. `heading` None: before the first."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    heading = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_section_read"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "heading", "by"], nulls_distinct=False, name="section_read_once_by_each"
            )
        ]


class Suggestion(models.Model):
    """A code that words suggest for a passage. Never counted: a coding is another table, and a person's.

    `spans` and `negations` are stretches of the passage's words, each a start and an end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="suggestions")
    code = models.TextField()
    code_version = models.PositiveIntegerField()
    engine = models.TextField()
    strong = models.BooleanField()
    spans = models.JSONField()
    triggers = models.JSONField()
    negations = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "code", "engine"], name="suggested_once_by_an_engine"),
        ]


class SuggestionDecided(models.Model):
    """What a person made of a suggestion. The reason may be blank."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, primary_key=True, related_name="decided")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_suggestion_decided"


class Coding(models.Model):
    """A person gave a passage a code, under that version of it. Ended: the person withdrew it, or recoded it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="codings")
    code = models.TextField()
    code_version = models.PositiveIntegerField()
    judged = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code", "passage"])]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "code", "by"], condition=Q(ended_at__isnull=True), name="coding_given_once_by_each"
            ),
            models.CheckConstraint(condition=Q(judged__in=JUDGED), name="coding_judged_is_a_word"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="coding_ended_by_somebody",
            ),
        ]


class ReviewCode(models.Model):
    """A person's judgement of a whole review: what it says of a code. The latest counts."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="codes")
    code = models.TextField()
    code_version = models.PositiveIntegerField()
    state = models.TextField()
    because = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_review_code"
        indexes = [models.Index(fields=["review", "code"])]
        constraints = [models.CheckConstraint(condition=Q(state__in=STATES), name="review_code_state_is_a_word")]


class ReviewCodePassage(models.Model):
    """A passage on which a judgement of a review rests."""

    pk = models.CompositePrimaryKey("review_code_id", "passage_id")
    review_code = models.ForeignKey(ReviewCode, on_delete=models.PROTECT, related_name="evidence")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "themes_review_code_passage"


class ProposedCode(models.Model):
    """A code that somebody misses, with the passage that made them miss it, until it is decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.TextField()
    means = models.TextField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "themes_proposed_code"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by_somebody",
            ),
        ]


class Guidance(models.Model):
    """Guidance or research that stands beside a theme, in one version of what is said of it. Nothing counts it.

    `guidance` is the same in each version, and the latest counts. `address` blank: it has none. `says` is the learning team's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    guidance = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField()
    theme = models.TextField()
    kind = models.TextField()
    title = models.TextField()
    publisher = models.TextField()
    year = models.PositiveSmallIntegerField()
    address = models.TextField(blank=True)
    says = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guidance", "number"], name="guidance_has_each_version_once"),
            models.CheckConstraint(condition=Q(kind__in=GUIDANCE_KINDS), name="guidance_kind_is_a_word"),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__startswith="https://"), name="guidance_address_is_https"
            ),
        ]


class GuidanceLookedAt(models.Model):
    """Somebody opened what a version is about, and found it still to say so, on a day."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="looks")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_guidance_looked_at"
        constraints = [
            models.UniqueConstraint(fields=["version", "on", "by"], name="guidance_looked_at_once_a_day_by_each")
        ]


class GuidanceWithdrawn(models.Model):
    """Guidance stands beside its theme no longer, from its last version on, and why."""

    version = models.OneToOneField(Guidance, on_delete=models.PROTECT, primary_key=True, related_name="withdrawn")
    because = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "themes_guidance_withdrawn"
