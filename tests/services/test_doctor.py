"""The doctor finds what was stored wrongly, and nothing where all is right."""

from collections.abc import Callable

import pytest

from accord.models import Agreement, Content, Party
from accord.services import doctor
from tests import world as worlds
from tests.built_once import built_once
from tests.world import START, World

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> World:
    built = worlds.build()
    built.agree("bob", "support")
    return built


def support() -> Party:
    return Party.objects.get(agreement__key_result__key="fewer-tickets", team__key="support")


def test_what_services_have_written_is_right(world: World) -> None:
    assert list(doctor.problems(now=START)) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda: Party.objects.filter(pk=support().pk).update(states="aoaaa"), "is stored as open, and is agreed"),
        (lambda: Party.objects.filter(pk=support().pk).update(fingerprint_1="0" * 64), "the stored fingerprint is"),
        (lambda: Party.objects.filter(pk=support().pk).update(empties="00010"), "it is stored as empty, and is not"),
        (lambda: Party.objects.filter(pk=support().pk).update(is_own=True), "own team"),
        (lambda: support().delete(), "support is a party, and is not stored as one"),
        (lambda: Agreement.objects.update(others="ooooo"), "the agreement is stored as"),
        (lambda: Content.objects.filter(pk=support().fingerprint_1).delete(), "is not kept"),
        (lambda: Content.objects.filter(pk=support().fingerprint_1).update(body="{}"), "has been altered"),
    ],
)
def test_what_is_stored_wrongly_is_found(world: World, damage: Callable[[], object], told: str) -> None:
    damage()

    found = list(doctor.problems(now=START))

    assert any("fewer-tickets" in problem.wrong and told in problem.wrong for problem in found), found


def test_looking_writes_nothing(world: World) -> None:
    Party.objects.filter(pk=support().pk).update(states="aoaaa")

    assert list(doctor.problems(now=START)) == list(doctor.problems(now=START))
    assert support().states == "aoaaa"
