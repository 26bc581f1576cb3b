"""Who is signed in: what every request asks first, put together once."""

from django.contrib.sessions.models import Session

from accord.models import User
from accord.queries.prepared import Prepared


def session(key: str) -> Session | None:
    """A session as it is stored, expired or not."""
    found: Session | None = _SESSION.first(key=key)
    return found


def account(row_id: int) -> User | None:
    """An account with its person, closed or not."""
    found: User | None = _ACCOUNT.first(row_id=row_id)
    return found


_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key), key=str)
_ACCOUNT = Prepared(lambda row_id: User.objects.filter(pk=row_id), row_id=int)
