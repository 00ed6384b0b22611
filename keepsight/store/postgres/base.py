"""The connection that Django makes. Its commits begin with the lines of the audit, so that no action can forget them."""

from django.db import Error
from django.db.backends.postgresql import base

from keepsight.store import audit


class DatabaseWrapper(base.DatabaseWrapper):
    """Where the lines cannot be written, the transaction is undone."""

    def commit(self) -> None:
        if self.alias == "default":
            try:
                audit.write()
            except BaseException:
                self._undo()
                raise
        super().commit()

    def _undo(self) -> None:
        try:
            self.rollback()
        except Error:
            self.close()  # the server then undoes it by itself
