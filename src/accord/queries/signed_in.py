"""Who is signed in: what every request asks first, put together once."""

from datetime import datetime

from django.contrib.sessions.models import Session

from accord.models import User
from accord.queries.prepared import Prepared


def session(key: str) -> tuple[str, datetime] | None:
    """What is stored of a session, and when it expires or has expired."""
    return next(((data, expires) for data, expires in _SESSION(key=key)), None)


def account(row_id: int) -> User | None:
    """An account with its person, closed or not."""
    found: User | None = _ACCOUNT.first(row_id=row_id)
    return found


_SESSION = Prepared(
    lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date"), key=str
)
_ACCOUNT = Prepared(lambda row_id: User.objects.filter(pk=row_id), row_id=int)
