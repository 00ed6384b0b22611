"""Django's name for this room. The shelf is walked when Django's checks run, so that a broken page stops the start."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "keepsight.pages"
