"""What an organization thinks of a check: who says so, what it means for every list, and what is kept of it."""

from datetime import date

import pytest

from accord.domain.checks.finding import Severity
from accord.models import Event, Organization, Revision
from accord.queries.findings import findings
from accord.queries.findings.check_opinion import check_settings
from accord.services.findings import check_settings as services
from accord.services.organization import MayNotChange, Moved
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture
def world() -> World:
    world = worlds.build()
    world.account("ada", is_admin=True)
    return world


def weigh(world: World, severity: Severity | None, *, code: str = "AL102", person: str = "ada") -> bool:
    seen = check_settings().version
    return services.weigh(code, severity, seen=seen, by=world.actor(person), clock=world.clock)


def test_what_is_off_is_in_no_list_and_no_count(world: World) -> None:
    before = findings.counts(world.cycle, today=TODAY)
    assert before.by_code["AL102"]

    weigh(world, None)

    after = findings.counts(world.cycle, today=TODAY)
    assert "AL102" not in after.by_code
    assert after.open == before.open - before.by_code["AL102"]
    assert not findings.open_findings(world.cycle, today=TODAY, codes=["AL102"]).rows


def test_what_weighs_otherwise_is_listed_so(world: World) -> None:
    weigh(world, Severity.ERROR)

    rows = findings.open_findings(world.cycle, today=TODAY, severity=Severity.ERROR).rows
    assert "AL102" in {row.finding.code for row in rows}


def test_turned_on_again_everything_is_as_it_was(world: World) -> None:
    before = findings.counts(world.cycle, today=TODAY)
    weigh(world, None)
    weigh(world, Severity.WARNING)

    assert Organization.objects.get().checks == {}
    assert findings.counts(world.cycle, today=TODAY) == before


def test_who_did_so_is_in_the_activity_and_in_the_history(world: World) -> None:
    weigh(world, None)

    event = Event.objects.get(kind="check.weighed")
    assert (event.by and event.by.key, event.data) == ("ada", {"code": "AL102", "severity": None})
    revision = Revision.objects.get(kind="organization", field="checks")
    assert revision.after == {"off": ["AL102"]}


def test_the_same_again_is_no_change(world: World) -> None:
    assert weigh(world, Severity.WARNING) is False
    assert not Event.objects.filter(kind="check.weighed").exists()


@pytest.mark.parametrize("person", ["alice", "bob", "carol"])
def test_it_is_for_admins(world: World, person: str) -> None:
    with pytest.raises(MayNotChange):
        weigh(world, None, person=person)

    assert Organization.objects.get().checks == {}


def test_a_form_from_before_somebody_elses_change_is_refused(world: World) -> None:
    seen = check_settings().version
    weigh(world, None)

    with pytest.raises(Moved):
        services.weigh("AL101", None, seen=seen, by=world.actor("ada"), clock=world.clock)
    assert Organization.objects.get().checks == {"off": ["AL102"]}
