"""Who the tests of pages know."""

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

if TYPE_CHECKING:
    from accord.models import User


@pytest.fixture
def mara(db: None) -> "User":
    """Somebody of the plan who can sign in."""
    from accord.models import Person
    from tests.web.people import make_account

    person = Person.objects.create(key="mara", name="Mara Lindqvist", email="mara@tidewell.example")
    return make_account("mara@tidewell.example", person=person)


@pytest.fixture
def admin(db: None) -> "User":
    from tests.web.people import make_account

    return make_account("aoife@tidewell.example", is_admin=True)


@pytest.fixture(autouse=True)
def _no_tries_counted_yet() -> None:
    cache.clear()
