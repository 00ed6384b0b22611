"""Who there is, whom they work with, and what else opens a child to them or closes it. Who has looked stands in the audit.

Children and entries are named here by id alone: this room lies below theirs.
"""

import datetime as dt
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q


class Agency(models.Model):
    """One member of the partnership, or one of its feeds. `sector` says what kind of agency it is."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    sector = models.TextField()
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who signs in. Everyone has one home agency and one role."""

    username = models.TextField(unique=True)
    name = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    role = models.TextField()
    is_active = models.BooleanField(default=True)
    # What the staff list adds, only so that a person's own family is kept from them: never shown.
    born_on = models.DateField(null=True)
    other_names = models.JSONField(default=list)
    home_postcode = models.TextField(null=True)  # where the agency has said it: only for finding unusual looks

    USERNAME_FIELD = "username"
    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        return self.username


class Involvement(models.Model):
    """A user works with a child, from a day to a day. It ends by itself; renewing it is a new row.

    Whatever is taken back ends the day before: what began on that day never held.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    child = models.UUIDField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    source = models.TextField()
    # Up to which level the person is named: `restricted` opens other agencies' restricted entries, `sealed` a sealed child.
    up_to = models.TextField(default="standard")
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # or said by, a lead
    said_at = models.DateTimeField(null=True)  # by a lead, who may say so later than it began; None: as it began

    class Meta:
        indexes = [models.Index(fields=["user", "child"]), models.Index(fields=["child"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on") - dt.timedelta(days=1)),
                name="involvement_runs_forward",
            ),
        ]


class Session(AbstractBaseSession):
    """A browser in which somebody may be signed in. `sessions.SessionStore` keeps it; ending it is removing it."""

    user_id = models.BigIntegerField(null=True, db_index=True)
    began_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code on paper that signs its owner in once without the telephone. Kept as a hash: 120 random bits need no slow one."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    hashed = models.BinaryField()
    used_at = models.DateTimeField(null=True)


class KnownElsewhere(models.Model):
    """Who somebody is to their agency's own provider of identity, by its number for them: kept when they first come from there.

    A name may one day be another person's; the number never is.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    issuer = models.TextField()
    subject = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "access_known_elsewhere"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="known_elsewhere_is_one_user"),
            models.UniqueConstraint(fields=["user", "issuer"], name="user_is_known_elsewhere_once"),
        ]


SCOPES = ("children", "chronology", "prompts", "reviews")


class ReadToken(models.Model):
    """What lets a program read, with the sight of one account and no more: for what, which parts, by whose leave, until when.

    The token itself is kept nowhere: 256 random bits need no slow hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="read_tokens")
    hashed = models.BinaryField(unique=True)
    scopes = models.JSONField()
    purpose = models.TextField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_read_token"
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="read_token_says_for_what"),
            models.CheckConstraint(condition=~Q(issued_by=F("user")), name="read_token_is_never_one_s_own"),
            models.CheckConstraint(condition=Q(until__gt=F("issued_at")), name="read_token_runs_out"),
        ]


class RoleGrant(models.Model):
    """A role that somebody asked for on a user's behalf. It holds once a second person, a guardian, has granted it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.TextField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, granted__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, granted__isnull=False),
                name="grant_is_answered_whole",
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(answered_at__isnull=True), name="grant_waits_once"),
        ]


class RoleCalled(models.Model):
    """What this partnership calls a role from a day on, in its own words. What the role sees stays."""

    role = models.TextField()
    title = models.TextField()
    from_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        db_table = "access_role_called"


LEVELS = ("standard", "restricted", "sealed")


class ChildLevel(models.Model):
    """That a child is standard, restricted or sealed from now on, and why. The latest of a child holds."""

    child = models.UUIDField(db_index=True)
    level = models.TextField()
    because = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        db_table = "access_child_level"
        constraints = [models.CheckConstraint(condition=Q(level__in=LEVELS), name="child_level_is_a_word")]


class Conflict(models.Model):
    """A user may be this person of the files, or of the person's family. Found by machine; it holds once a guardian says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    person = models.UUIDField()
    why = models.TextField()  # which rule found it, in words; never a name
    found_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    holds = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="conflict_said_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, holds__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, holds__isnull=False),
                name="conflict_is_answered_whole",
            ),
        ]


class Attempt(models.Model):
    """Somebody tried to open a child who is family, or sealed. They were told that nobody is known; the guardian is told this."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    child = models.UUIDField()
    how = models.TextField()  # the page
    why = models.TextField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class BrokenGlass(models.Model):
    """A user opened a child whom they do not work with: why, until when, and what a guardian of another agency made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    child = models.UUIDField()
    category = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    judge_by = models.DateField()
    escalated_at = models.DateTimeField(null=True)
    judgement = models.TextField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    judged_because = models.TextField(null=True)

    class Meta:
        db_table = "access_broken_glass"
        indexes = [models.Index(fields=["user", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement__isnull=True, judged_at__isnull=True, judged_by__isnull=True)
                | Q(judgement__isnull=False, judged_at__isnull=False, judged_by__isnull=False),
                name="glass_is_judged_whole",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("user")),
                name="glass_is_never_judged_by_its_breaker",
            ),
        ]


class Agreement(models.Model):
    """What one agency's feed may bring, and with whom it is shared: whose children, why, on what basis, from when until when.

    It is never changed: `AgreementEnded` ends it sooner, and renewing it is a new row that says which one it `renews`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    population = models.TextField()  # whose children, in words
    ages_under = models.PositiveSmallIntegerField(
        null=True
    )  # only of children younger than so many years; None: of any age
    purpose = models.TextField()
    lawful_basis = models.TextField()
    kinds = models.JSONField()  # empty: every kind
    roles = models.JSONField()  # with which roles entries are shared
    shares_from = models.DateField(null=True)  # only what happened from this day; None: whenever it happened
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    review_on = models.DateField(null=True)  # by when it is looked at again; None: nobody has said
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renewed")
    because = models.TextField(default="")  # why it was renewed; a new one says its purpose
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="agreement_runs_forward"
            ),
        ]

    def covers(self, kind: str) -> bool:
        """Whether entries of this kind are among what it lets in."""
        return not self.kinds or kind in self.kinds

    @property
    def over_on(self) -> dt.date | None:
        """Its last day in force as it stands now, ended sooner or not. None: no day is said."""
        days = [self.to_on, *(one.last_on for one in self.ended.all())]
        return min((day for day in days if day is not None), default=None)


class AgreementEnded(models.Model):
    """That an agreement ends sooner than it says: its last day, why, and who said so. The soonest of them holds."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="ended")
    last_on = models.DateField()
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        db_table = "access_agreement_ended"
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="agreement_ended_says_why")]


class Disclosure(models.Model):
    """Entries that no agreement covers, shared with another agency: why that is lawful, and what the family may be told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField()
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    purpose = models.TextField()
    lawful_basis = models.TextField()
    basis_version = models.TextField()
    safe_to_tell = models.TextField()  # may the family be told: yes, no, unknown
    consent = models.TextField()  # was their agreement sought: yes, refused, not_sought, unknown
    proportionate = models.TextField()  # why these entries and no more
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)


class DisclosedEntry(models.Model):
    """One entry of a disclosure, with the hash of its words as they were: who was told what can be proved."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="entries")
    entry = models.UUIDField(db_index=True)
    words_hash = models.BinaryField()

    class Meta:
        db_table = "access_disclosed_entry"


class TakenOut(models.Model):
    """A child's chronology taken out as a file: by whom, for what and why, with names or without, and which entries it held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(db_index=True)
    format = models.TextField()
    with_names = models.BooleanField()
    since = models.DateField(null=True)  # None: from the beginning
    until = models.DateField(null=True)  # None: to the end
    entries = models.IntegerField()
    entries_hash = models.BinaryField()  # of their ids: which they were can be proved, and is not told
    purpose = models.TextField()
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        db_table = "access_taken_out"
        constraints = [
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(because=""), name="taken_out_says_for_what_and_why"),
        ]


class NotShared(models.Model):
    """A decision not to share, kept: with whom, what the statute asks and was answered, and the new evidence that returned it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(db_index=True)
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    test = models.TextField()  # the row of bases.toml whose words were answered
    test_version = models.TextField()
    answers = models.JSONField()
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_not_shared"


class Notice(models.Model):
    """Something that people of an agency, or one of them, must hear of: it stands on My work until one of them has seen it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True)  # None: whoever of the agency sees the child
    child = models.UUIDField()
    what = models.TextField()
    about = models.UUIDField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class SafetyMarker(models.Model):
    """Whoever visits should know this first: why, who says so, and until when. It ends by itself, or is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.UUIDField(db_index=True)
    because = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    until = models.DateField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "access_safety_marker"
