"""The store as Django knows it."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from keepsight.errors import WrongUse
from keepsight.store.encrypting import public_keys


class StoreConfig(AppConfig):
    """The mark that tells a demonstration from the real thing, and what is said of the settings of a server of one's own."""

    name = "keepsight.store"

    def ready(self) -> None:
        register(check_backup_keys, Tags.security, deploy=True)


def check_backup_keys(app_configs: object = apps, **_: object) -> list[CheckMessage]:
    """What `check --deploy` says of the keys that backups are encrypted to: that there is none, or that one is not one."""
    try:
        if public_keys(settings.BACKUP_KEYS):
            return []
    except WrongUse as error:
        return [Error(error.what, hint=f"KEEPSIGHT_BACKUP_KEYS. {error.next_step}", id="keepsight.E001")]
    return [
        Warning(
            "No key is set to encrypt backups to, so a backup is refused unless it is asked for plain",
            hint="Make a pair of keys on another machine (keepsight backup-key), and name the public one in KEEPSIGHT_BACKUP_KEYS.",
            id="keepsight.W001",
        )
    ]
