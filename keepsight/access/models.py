"""Who there is, and whom they work with. Who has looked stands in the audit (`store.audit`).

Children and entries are named here by id alone: this room lies below theirs.
"""

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
    home_postcode = models.TextField(null=True)  # where the agency has said it: only for finding unusual looks

    USERNAME_FIELD = "username"
    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        return self.username


class Involvement(models.Model):
    """A user works with a child, from a day to a day. It ends by itself; renewing it is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    child = models.UUIDField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    source = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["user", "child"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="involvement_runs_forward"
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
