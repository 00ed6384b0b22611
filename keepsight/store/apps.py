"""The store as Django knows it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Only the mark that tells a demonstration from the real thing."""

    name = "keepsight.store"
