"""Who there is, and whom they work with. Who has looked stands in the audit (`store.audit`).

Children and entries are named here by id alone: this room lies below theirs.
"""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
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
