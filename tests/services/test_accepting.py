"""Accepting a finding: by whom, how long, and the way back."""

from datetime import date, timedelta

import pytest

from accord.models import AcceptedFinding, Event, Finding
from accord.queries.findings import findings
from accord.services.cycles import cycles
from accord.services.definitions.edits import CycleClosed
from accord.services.findings import accepting
from accord.services.findings.accepting import CannotAccept
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 30)


@pytest.fixture
def world() -> World:
    world = worlds.build()
    world.account("ada", is_admin=True)
    return world


def the_finding(code: str = "AL303") -> Finding:
    return Finding.objects.get(code=code, mended_at=None)


def accept(world: World, person: str = "alice", *, reason: str = "Support says so.", until: date | None = UNTIL) -> int:
    by = world.actor(person)
    return accepting.accept(the_finding().pk, reason=reason, until=until, by=by, clock=world.clock).pk


def codes(world: World, today: date, *, accepted: bool) -> list[str]:
    page = findings.open_findings(world.cycle, today=today, accepted=accepted)
    return [row.finding.code for row in page.rows]


def test_it_counts_no_more_through_its_last_day_and_is_open_again_on_the_next(world: World) -> None:
    accept(world)

    assert "AL303" not in codes(world, UNTIL, accepted=False)
    assert codes(world, UNTIL, accepted=True) == ["AL303"]
    assert "AL303" in codes(world, UNTIL + timedelta(days=1), accepted=False)
    assert codes(world, UNTIL + timedelta(days=1), accepted=True) == []


def test_who_accepted_why_and_until_when_is_kept_and_told(world: World) -> None:
    accept(world, reason="  Support says so. ")

    kept = AcceptedFinding.objects.get()
    assert (kept.reason, kept.until, kept.by and kept.by.key) == ("Support says so.", UNTIL, "alice")
    event = Event.objects.get(kind="finding.accepted")
    assert event.team
    assert event.team.key == "product"
    assert event.data["until"] == "2026-11-30"
    assert event.data["things"] == [["need", "tags"]]


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_it_is_for_the_team_whose_finding_it_is(world: World, person: str) -> None:
    with pytest.raises(CannotAccept, match="no-right"):
        accept(world, person)

    assert not AcceptedFinding.objects.exists()
    assert not Event.objects.filter(kind="finding.accepted").exists()


@pytest.mark.parametrize("person", ["dan", "ada"])
def test_members_of_the_team_and_admins_may_too(world: World, person: str) -> None:
    accept(world, person)

    assert AcceptedFinding.objects.filter(by__key=person).exists()


@pytest.mark.parametrize(
    ("reason", "until", "code"),
    [("  ", UNTIL, "no-reason"), ("x" * 2_001, UNTIL, "too-long"), ("Why not.", date(2026, 10, 4), "over")],
)
def test_what_says_nothing_or_is_over_is_refused_whole(world: World, reason: str, until: date, code: str) -> None:
    with pytest.raises(CannotAccept, match=code):
        accept(world, reason=reason, until=until)

    assert not AcceptedFinding.objects.exists()


def test_who_accepts_again_gives_a_new_reason_and_day(world: World) -> None:
    accept(world)
    accept(world, "dan", reason="It is less now.", until=date(2026, 12, 31))

    held = AcceptedFinding.objects.get(withdrawn_at=None)
    assert (held.reason, held.until) == ("It is less now.", date(2026, 12, 31))
    assert AcceptedFinding.objects.count() == 2


def test_what_is_no_longer_found_cannot_be_accepted(world: World) -> None:
    number = the_finding().pk
    Finding.objects.filter(pk=number).update(mended_at=world.clock())

    with pytest.raises(CannotAccept, match="gone"):
        accepting.accept(number, reason="Why.", until=UNTIL, by=world.actor("alice"), clock=world.clock)


def test_it_is_taken_back_once(world: World) -> None:
    number = accept(world)

    with pytest.raises(CannotAccept, match="no-right"):
        accepting.take_back(number, by=world.actor("bob"), clock=world.clock)
    accepting.take_back(number, by=world.actor("dan"), clock=world.clock)

    assert "AL303" in codes(world, UNTIL, accepted=False)
    assert Event.objects.filter(kind="finding.opened-again").count() == 1
    with pytest.raises(CannotAccept, match="taken-back"):
        accepting.take_back(number, by=world.actor("dan"), clock=world.clock)


def test_nothing_is_accepted_in_a_closed_cycle(world: World) -> None:
    number = accept(world)
    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)

    with pytest.raises(CycleClosed):
        accept(world)
    with pytest.raises(CycleClosed):
        accepting.take_back(number, by=world.actor("alice"), clock=world.clock)


def test_the_operator_may(world: World) -> None:
    accepting.accept(the_finding().pk, reason="Why.", until=None, by=Actor(None, "shell"), clock=world.clock)

    assert codes(world, date(2030, 1, 1), accepted=True) == ["AL303"]
