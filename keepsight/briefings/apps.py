"""Briefings as Django knows them."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Briefing papers and reflective sessions."""

    name = "keepsight.briefings"
