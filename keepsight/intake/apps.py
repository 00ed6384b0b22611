"""Intake as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Receipts, the rows set aside, and what each feed has delivered."""

    name = "keepsight.intake"
