"""Sessions in the database, as Django keeps them; read by a statement that is put together once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.core import signing

from accord.queries import signed_in
from accord.web.request import now

KEPT = 1024  # sessions that a process need not prove again


class SessionStore(db.SessionStore):
    """The name is Django's: it looks for it in the module that the settings name."""

    def load(self) -> dict[str, Any]:
        found = signed_in.session(self.session_key or "")
        if found is None or found[1] <= now():
            self._session_key = None
            return {}
        return self._opened(found[0])

    def _opened(self, session_data: str) -> dict[str, Any]:
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        try:
            content = _proven(session_data, self.key_salt, keys)
        except (signing.BadSignature, ValueError):
            found: dict[str, Any] = self.decode(session_data)  # which says so in the log
            return found
        return self.serializer().loads(content)  # type: ignore[no-any-return]


@lru_cache(maxsize=KEPT)
def _proven(session_data: str, salt: str, _keys: Sequence[str]) -> bytes:
    """What was signed with one of our keys. It is the same from request to request until something else is kept."""
    content: bytes = signing.loads(session_data, salt=salt, serializer=_AsItIs)
    return content


class _AsItIs(signing.JSONSerializer):
    """Leaves the reading to whoever asked: every request gets values of its own."""

    def loads(self, data: bytes) -> Any:
        return data
