"""Practice as Django knows it."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """What people do about what they see."""

    name = "keepsight.practice"
