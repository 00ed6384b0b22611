"""Migrations, each of them whole: what it changes and that it was done stand in one transaction.

Django writes down that a migration was done after its transaction, where constraints were put off to its end. Of a process that
dies between the two the next would begin it once more, and fail on what is there already.
"""

from typing import Any

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor


class WholeMigrations(MigrationExecutor):
    """Django's executor, to which a migration is done when it is written down, and not before."""

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        """The same, in one transaction; a migration that asks for none goes without."""
        if not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


def migrate(connection: BaseDatabaseWrapper) -> None:
    """Bring a database up to date: every migration that is not written down there, in order."""
    executor = WholeMigrations(connection)
    executor.loader.check_consistent_history(connection)
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    executor.migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
