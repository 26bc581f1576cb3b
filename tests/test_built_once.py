"""A world of a test that was built before is, row for row, the one that was built."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accord.models import Person
from tests import built_once, matrix_world, reading_world, review_world, world
from tests.built_once import Table, Worlds

pytestmark = pytest.mark.django_db
BUILDERS: dict[str, Callable[[], Any]] = {
    "cast": world.build,
    "reading": reading_world.build,
    "review": review_world.build,
    "matrix": matrix_world.build,
}


@pytest.fixture
def worlds(request: pytest.FixtureRequest) -> Worlds:
    """None built yet; those of the process are truly built meanwhile."""
    built_once.worlds._fixtures = {"settings": "as if replaced"}
    found = Worlds()
    found.before(request.node)
    return found


def left_by(build: Callable[[], Any]) -> tuple[dict[Table, list[str]], Any]:
    """What is in the tables then, in an order of its own, which is undone; and what was returned."""
    with transaction.atomic():
        made = build()
        rows = {table: in_order(found) for table, found in built_once._rows().items()}
        transaction.set_rollback(True)
    return rows, made


def in_order(found: Any) -> list[str]:
    return sorted(map(repr, found.splitlines() if isinstance(found, bytes) else found))


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_copy_has_the_rows_and_the_clock_of_what_was_built(builder: str, worlds: Worlds) -> None:
    built, first = left_by(lambda: worlds.copy(BUILDERS[builder], builder))

    copied, second = left_by(lambda: worlds.copy(lambda: pytest.fail("built again"), builder))

    assert copied == built
    assert len(built) > 10
    assert (second.clock, second.cycle) == (first.clock, first.cycle)
    assert second.clock is not first.clock


def test_ids_go_on_after_those_of_the_copy(worlds: Worlds) -> None:
    left_by(lambda: worlds.copy(world.build, "cast"))
    worlds.copy(world.build, "cast")
    taken = set(Person.objects.values_list("pk", flat=True))

    assert Person.objects.create(key="new", name="New").pk not in taken


def test_where_something_is_there_already_it_is_built(worlds: Worlds) -> None:
    left_by(lambda: worlds.copy(world.build, "cast"))
    Person.objects.create(key="mara", name="Mara")

    assert worlds.copy(lambda: "built", "cast") == "built"


def test_where_something_is_replaced_it_is_built(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    left_by(lambda: worlds.copy(world.build, "cast"))
    monkeypatch.setattr(timezone, "now", lambda: world.START)

    assert worlds.copy(lambda: "built", "cast") == "built"
