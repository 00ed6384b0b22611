"""Where sessions are kept: with whose each one is and when it began, so that a person can see and end their own.

Idle, a session ends after IDLE_SECONDS; used without pause, at the end of a working day all the same. Where the server's clock
was put back, those that began in what is now the future end at once: they would otherwise last for as long as it was wrong.
"""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

ABSOLUTE_END = dt.timedelta(hours=8)  # TRUST.md, threat T4
ASTRAY = dt.timedelta(
    minutes=5
)  # how far servers' clocks may differ; what is further ahead began before ours went back
BEGAN = "began"  # in the session's own data: a moment, as seconds


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in a table that has two columns more."""

    @classmethod
    def get_model_class(cls) -> Any:
        from keepsight.access.models import Session  # Django asks for it here, once its models are there

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to be kept. It notes when somebody signed in, once: Django gives a fresh session to whoever does."""
        user = data.get("_auth_user_id")
        if user is not None:
            data.setdefault(BEGAN, timezone.now().timestamp())
        kept: Any = super().create_model_instance(data)
        kept.user_id = user
        kept.began_at = dt.datetime.fromtimestamp(data[BEGAN], dt.UTC) if user is not None else None
        return kept

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, once it has gone on for as long as it may."""
        data = super().load()
        lasted = dt.timedelta(seconds=timezone.now().timestamp() - data[BEGAN]) if BEGAN in data else dt.timedelta()
        if not -ASTRAY <= lasted < ABSOLUTE_END:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        return data
