"""The register of case reviews: what each was about, how it was run, its documents as passages, and what a paper states.

Every table is only ever added to, but for a review's own facts, which are corrected by a new version of them. Workers are
never named, and children only by the name a review gives them.
"""

import uuid

from django.db import models
from django.db.models import Q

from keepsight.access.models import User

KINDS = (
    "serious_case_review",
    "child_safeguarding_practice_review",
    "rapid_review",
    "partnership_review",
    "internal_review",
)
AREAS = ("local", "out_of_area")
ABUSE = ("physical", "emotional", "sexual", "neglect", "exploitation", "domestic_abuse")
HARMS = ("death", "physical_health", "mental_health_or_development", "unknown")
PASSAGES = ("heading", "paragraph", "cell", "note")
MEANS = ("exactly", "at_least", "about", "all", "most", "some")


class Review(models.Model):
    """One case review. `slug` is its short name; `year` None: not known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    slug = models.SlugField(unique=True)
    added_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)

    @property
    def title(self) -> str:
        """What it is called now."""
        return self.facts.latest("version").title


class Facts(models.Model):
    """What is said of a review, as one person last put it; a correction is a later version.

    `aware_on` is the day on which somebody with a duty to act became aware of the harm: its clocks run from there. Texts are
    empty where nobody has said anything.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="facts")
    version = models.PositiveIntegerField()
    kind = models.TextField()
    title = models.TextField()
    area = models.TextField(default="local")
    year = models.PositiveIntegerField(null=True)
    aware_on = models.DateField(null=True)
    about = models.TextField(blank=True)
    asked_to_learn = models.TextField(blank=True)
    family_part = models.TextField(blank=True)  # how children and family took part
    family_words = models.TextField(blank=True)
    agencies = models.JSONField(default=list)  # sectors and names of those involved
    published_on = models.DateField(null=True)
    published_as = models.TextField(blank=True)  # the name under which the child stands in the published paper
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "version"], name="review_facts_in_order"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="review_kind_is_a_word"),
            models.CheckConstraint(condition=Q(area__in=AREAS), name="review_area_is_a_word"),
            models.CheckConstraint(condition=~Q(title=""), name="review_has_a_title"),
        ]


class ReviewChild(models.Model):
    """A child whom a review is about: the name used there, the age in years, and the harm as the statute sorts it.

    `age_years` None: the review does not say. `abuse` are the kinds of abuse or neglect known or suspected, as it says them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="children")
    name_used = models.TextField()
    age_years = models.PositiveIntegerField(null=True)
    harm = models.TextField()
    abuse = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(harm__in=HARMS), name="review_child_harm_is_a_word")]


class ReviewedChild(models.Model):
    """That a review is about a child who is known here, by the child's id, or that it is not after all. The latest holds.

    No name stands here, and nothing of the child: it says of whom those who learn may see what could have been known.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="about_children")
    child = models.UUIDField()
    holds = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "reviews_reviewed_child"


class ReviewStep(models.Model):
    """One step in the life of a review: which, what was said with it, who, when (see `steps`)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveIntegerField()
    step = models.TextField()
    says = models.TextField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "order"], name="review_step_taken_once")]


class Given(models.Model):
    """A reviewer was given a review to read and code, until a day."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="given")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    until_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class ReviewDocument(models.Model):
    """A paper of a review. Its words stand in its versions; `title` is what people call it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="documents")
    title = models.TextField()
    added_at = models.DateTimeField()


class DocumentVersion(models.Model):
    """One file of a document, read once. `notes` say in words what was not read of it."""

    document = models.ForeignKey(ReviewDocument, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    file_name = models.TextField()
    sha256 = models.TextField()
    notes = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="document_versions_in_order"),
            models.UniqueConstraint(fields=["document", "sha256"], name="document_version_read_once"),
        ]


class Passage(models.Model):
    """A numbered piece of a document. Its number and its words never change, whatever later versions bring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    document = models.ForeignKey(ReviewDocument, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveIntegerField()
    kind = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="passage_number_never_moves"),
            models.CheckConstraint(condition=Q(kind__in=PASSAGES), name="passage_kind_is_a_word"),
        ]


class Standing(models.Model):
    """Where a passage stands in one version of its document: in which place, on which page (None: the file has none)."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="standings")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="standings")
    place = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="one_passage_in_a_place"),
            models.UniqueConstraint(fields=["version", "passage"], name="passage_stands_once_in_a_version"),
        ]


class Statement(models.Model):
    """A counted claim of a paper: of what, out of whom, how many. What it does not say is None, never made up.

    `claim` and `population` are words of ours, so that two statements about one thing can be seen to be that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    paper = models.TextField()
    place = models.TextField()  # the section, or page and paragraph
    claim = models.TextField()
    population = models.TextField()
    means = models.TextField(default="exactly")
    count = models.PositiveIntegerField(null=True)
    out_of = models.PositiveIntegerField(null=True)
    percent = models.FloatField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(means__in=MEANS), name="statement_means_is_a_word"),
            models.UniqueConstraint(fields=["paper", "place", "claim", "population"], name="statement_entered_once"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | (Q(percent__gte=0) & Q(percent__lte=100)), name="statement_percent"
            ),
            models.CheckConstraint(
                condition=Q(out_of__isnull=True) | Q(out_of__gt=0), name="statement_out_of_somebody"
            ),
        ]
