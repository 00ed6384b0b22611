"""What a store says of itself."""

from django.db import models


class Mark(models.Model):
    """A word that a store bears for good. `demo`: everything in here is invented, and no real file may come in."""

    name = models.TextField(primary_key=True)
    marked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
