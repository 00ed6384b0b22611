"""The chronology as Django knows it."""

from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    """The log of entries and their words."""

    name = "keepsight.chronology"
