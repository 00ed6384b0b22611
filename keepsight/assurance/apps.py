"""Assurance as Django knows them."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Recommendations, actions and measures."""

    name = "keepsight.assurance"
