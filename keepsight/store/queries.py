"""What a store says of itself, asked."""

from keepsight.store.models import Mark


def is_demo() -> bool:
    """Whether everything in this store is invented."""
    return Mark.objects.filter(name="demo").exists()
