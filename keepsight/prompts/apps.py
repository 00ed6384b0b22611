"""Prompts as Django knows them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PromptsConfig(AppConfig):
    """Prompts, and the clocks that are still running."""

    name = "keepsight.prompts"

    def ready(self) -> None:
        """Have the calendar filled after every migration."""
        from keepsight.prompts.calendar import fill

        post_migrate.connect(fill, sender=self)
