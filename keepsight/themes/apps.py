"""Themes as Django knows them."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Codings of passages, and what they add up to."""

    name = "keepsight.themes"
