"""Prompts as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PromptsConfig(AppConfig):
    """Prompts, and the clocks that are still running."""

    name = "keepsight.prompts"

    def ready(self) -> None:
        """Have the calendar filled after every migration, and a new store begin with the library that is here."""
        from keepsight.prompts.calendar import fill
        from keepsight.prompts.grown import begin

        post_migrate.connect(fill, sender=self)
        post_migrate.connect(begin, sender=self)
