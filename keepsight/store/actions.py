"""What may be said of a store, said."""

from keepsight.store.models import Mark


def mark_as_demo() -> None:
    """Say, for good, that everything in this store is invented."""
    Mark.objects.get_or_create(name="demo")
