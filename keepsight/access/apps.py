"""Access as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Agencies, users, involvement, and the log of looks."""

    name = "keepsight.access"
