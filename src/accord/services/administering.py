"""Who acts with the rights of an admin."""

from accord.models import User
from accord.queries.people.people import is_admin
from accord.services.telling.events import Actor


def administers(by: Actor) -> bool:
    """Whether somebody may do everything: the operator, and whoever has an account that administers.

    An admin's account need not be a person of the plan; another one that is none has no right at all.
    """
    if by.person is None and not by.is_operator:
        return User.objects.filter(email=by.email, person=None, is_admin=True, is_active=True).exists()
    return by.is_operator or is_admin(by.person)
