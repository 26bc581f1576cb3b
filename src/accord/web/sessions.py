"""Sessions in the database, as Django keeps them; read by a statement that is put together once."""

from typing import Any

from django.contrib.sessions.backends import db

from accord.queries import signed_in
from accord.web.request import now


class SessionStore(db.SessionStore):
    """The name is Django's: it looks for it in the module that the settings name."""

    def load(self) -> dict[str, Any]:
        found = signed_in.session(self.session_key or "")
        if found is None or found.expire_date <= now():
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(found.session_data)
        return data
