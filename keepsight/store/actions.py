"""What may be said of a store, said."""

from django.db import transaction

from keepsight.store import audit
from keepsight.store.models import Mark


@transaction.atomic
def mark_as_demo() -> None:
    """Say, for good, that everything in this store is invented."""
    _, new = Mark.objects.get_or_create(name="demo")
    if new:
        audit.note("store.mark_as_demo", by=None)
