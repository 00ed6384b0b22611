"""People as Django knows them."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Records, what was said of them, persons, links, relationships, and the pairs a person must look at."""

    name = "keepsight.people"
