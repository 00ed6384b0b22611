"""Reviews as Django knows them."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The register of case reviews, and their documents."""

    name = "keepsight.reviews"
