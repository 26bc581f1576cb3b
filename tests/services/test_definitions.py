"""Saving definitions: one door for edits, new things, drops and returns; all of it or nothing, and told beforehand."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accord import models as m
from accord.queries.plans import plan_items
from accord.services.definitions import definitions
from accord.services.definitions.definitions import (
    ChangeRefused,
    Conflict,
    Create,
    CycleClosed,
    Drop,
    Edit,
    Invalid,
    NotThere,
    NotWordingOnly,
    Restore,
    Saved,
    Saying,
)
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
TABLES: tuple[Any, ...] = (
    m.Act, m.Action, m.Agreement, m.Answer, m.Change, m.Concern, m.Content, m.Contribution, m.Duty, m.Event,
    m.KeyResult, m.Metric, m.Milestone, m.Need, m.Objective, m.Outbox, m.Party, m.Revision, m.ServedGoal, m.Use,
)  # fmt: skip


@pytest.fixture
def world() -> World:
    return worlds.build()


def save(world: World, person: str, *said: Saying, agree: bool = False) -> Saved:
    return definitions.save(world.cycle, said, by=world.actor(person), clock=world.clock, agree=agree)


def kr(**fields: Any) -> Edit:
    return Edit("key_result", "fewer-tickets", fields)


def everything() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def plan(world: World) -> dict[tuple[str, str], Any]:
    return {key: asdict(thing) for key, thing in plan_items.described(world.cycle).items()}


NEW_KR = Create("key_result", None, {"objective": "calm", "title": "Refunds within a day", "target": "90"})
ASK = Create("need", None, {"key_result": "fewer-tickets", "from": "finance", "what": "A budget", "by": "2026-11-01"})
SAID: dict[str, tuple[str, list[Saying]]] = {
    "an edit": ("alice", [kr(target="50", due=date(2026, 12, 1))]),
    "wording only": ("alice", [kr(title="Calendar tickets: from 210 to 60 a week!")]),
    "lists": ("alice", [kr(duties=[{"team": "finance", "does": "Pays."}], guardrails=[], terms=[])]),
    "a new key result": ("alice", [NEW_KR]),
    "a need": ("alice", [ASK]),
    "a promise": ("bob", [Edit("need", "tags", {"promised": "2026-12-01", "provided_by": "retag"})]),
    "a decline": ("bob", [Edit("need", "tags", {"declined": "Nobody is free."})]),
    "a metric": ("bob", [Edit("metric", "tickets", {"definition": "Counted on Sunday."})]),
    "a contribution": ("carol", [Create("contribution", "books>fewer-tickets", {"share": "5"})]),
    "a drop": ("alice", [Drop("key_result", "fewer-tickets")]),
    "a dropped action": ("alice", [Drop("action", "fix-sync")]),
    "several": ("alice", [kr(baseline=200), NEW_KR, Drop("need", "tags")]),
    "a draft": ("alice", [Create("objective", None, {"team": "product", "title": "Later"}, draft=True)]),
}


@pytest.mark.parametrize(("person", "said"), SAID.values(), ids=SAID)
def test_a_preview_leaves_no_trace_and_tells_what_saving_does(world: World, person: str, said: list[Saying]) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    before = everything()

    told = definitions.preview(world.cycle, said, by=world.actor(person), clock=world.clock)

    assert everything() == before
    stood = {(p.team.key, p.agreement.key_result.key): p.states for p in m.Party.objects.all()}
    save(world, person, *said, agree=True)
    stands = {(p.team.key, p.agreement.key_result.key): p.states for p in m.Party.objects.all()}
    went_stale = {
        (team, key, place + 1)
        for (team, key), letters in stands.items()
        for place, letter in enumerate(letters)
        if letter == "s" and stood.get((team, key), "-----")[place] == "a"
    }
    assert {(p.team, p.agreement.key_result, p.clause.number) for p in told.stale} == went_stale


BACK: dict[str, tuple[str, list[Saying], list[Saying]]] = {
    "an edit": ("alice", [kr(target="50")], [kr(target=60)]),
    "a duty": (
        "alice",
        [kr(duties=[])],
        [kr(duties=[{"team": "support", "does": "Samples 100 tickets every Friday."}])],
    ),
    "a drop": ("alice", [Drop("key_result", "fewer-tickets")], [Restore("key_result", "fewer-tickets")]),
    "an objective": ("alice", [Drop("objective", "calm")], [Restore("objective", "calm")]),
    "an action": ("alice", [Drop("action", "fix-sync")], [Restore("action", "fix-sync")]),
    "a need": ("alice", [Drop("need", "tags")], [Restore("need", "tags")]),
    "a decline": (
        "bob",
        [Edit("need", "tags", {"declined": "No."})],
        [Edit("need", "tags", {"declined": ""})],
    ),
}


@pytest.mark.parametrize(("person", "there", "back"), BACK.values(), ids=BACK)
def test_what_is_taken_back_is_as_it_was_and_agreed(
    world: World, person: str, there: list[Saying], back: list[Saying]
) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    before, answers = plan(world), m.Answer.objects.count()

    save(world, person, *there)
    assert plan(world) != before
    save(world, person, *back)

    assert plan(world) == before
    assert (world.state(), world.states("product"), world.states("support")) == ("agreed", "aaaaa", "aaaaa")
    assert m.Answer.objects.count() == answers


def test_everything_below_goes_with_what_is_dropped_and_nothing_that_had_gone_before_returns(world: World) -> None:
    save(world, "alice", Drop("action", "retag"))
    save(world, "alice", Drop("objective", "calm"))
    assert not {kind for kind, _ in plan(world) if kind in {"action", "need"}}

    save(world, "alice", Restore("objective", "calm"))

    assert ("action", "fix-sync") in plan(world)
    assert ("action", "retag") not in plan(world)


def test_after_two_weeks_nothing_comes_back(world: World) -> None:
    save(world, "alice", Drop("need", "tags"))
    world.clock.now += timedelta(days=15)

    with pytest.raises(NotThere):
        save(world, "alice", Restore("need", "tags"))


def test_what_stood_under_something_dropped_needs_that_first(world: World) -> None:
    save(world, "alice", Drop("need", "tags"))
    save(world, "alice", Drop("key_result", "fewer-tickets"))

    with pytest.raises(Invalid) as problem:
        save(world, "alice", Restore("need", "tags"))

    assert [(each.wrong.field, each.wrong.code) for each in problem.value.values] == [("key_result", "dropped")]


def test_a_contribution_comes_back_as_it_was(world: World) -> None:
    save(world, "carol", Create("contribution", "books>fewer-tickets", {"share": "5"}))
    save(world, "alice", Edit("contribution", "books>fewer-tickets", {"status": "accepted"}))
    before = plan(world)

    save(world, "carol", Drop("contribution", "books>fewer-tickets"))
    save(world, "carol", Restore("contribution", "books>fewer-tickets"))

    assert plan(world) == before


def test_every_row_that_is_written_gets_a_new_version(world: World) -> None:
    save(world, "alice", kr(target=50), Edit("objective", "calm", {"why": "Because."}))

    assert m.KeyResult.objects.get(key="fewer-tickets").version == 2
    assert m.Objective.objects.get(key="calm").version == 2
    assert m.Objective.objects.get(key="books").version == 1


def test_whoever_comes_second_sees_what_was_there_and_what_the_other_wrote(world: World) -> None:
    save(world, "alice", kr(target=50, title="Calmer"))
    save(world, "alice", kr(target=40))
    mine = Edit("key_result", "fewer-tickets", {"target": 30, "baseline": 100}, seen=1)

    with pytest.raises(Conflict) as conflict:
        save(world, "dan", mine)

    (clash,) = conflict.value.clashes
    assert (clash.kind, clash.id, clash.version) == ("key_result", "fewer-tickets", 3)
    assert {name: (v.seen, v.theirs, v.yours) for name, v in clash.fields.items()} == {
        "target": (60, 40, 30),
        "baseline": (210, 210, 100),
    }
    assert m.KeyResult.objects.get(key="fewer-tickets").target == 40


WRONG: dict[str, tuple[Saying, set[tuple[str, str]]]] = {
    "a number": (kr(target="many"), {("target", "number")}),
    "a date": (kr(due="2026-02-30", start="soon"), {("due", "date"), ("start", "date")}),
    "an unknown id": (
        kr(metric="nothing", accountable="nobody"),
        {("metric", "unknown-id"), ("accountable", "unknown-id")},
    ),
    "an unknown field": (kr(colour="red"), {("colour", "unknown-field")}),
    "no title": (kr(title="  "), {("title", "missing")}),
    "a metric and a milestone": (kr(milestone="beta"), {("milestone", "excludes"), ("milestone", "unknown-id")}),
    "a negative share": (Create("contribution", "books>fewer-tickets", {"share": "-1"}), {("share", "least")}),
    "nothing stated": (Create("key_result", "x", {}), {("objective", "missing"), ("title", "missing")}),
    "a taken id": (
        Create("key_result", "fix-sync", {"objective": "calm", "title": "Sync"}),
        {("id", "duplicate-id")},
    ),
    "no id": (Create("objective", "No Id", {"team": "product", "title": "T"}), {("id", "id")}),
    "two days": (
        kr(path=[{"date": "2026-11-01", "value": 3}, {"date": "2026-11-01", "value": 2}]),
        {("path", "twice")},
    ),
    "a due before the start": (kr(start="2026-12-01", due="2026-11-01"), {("due", "order")}),
}


@pytest.mark.parametrize(("said", "expected"), WRONG.values(), ids=WRONG)
def test_everything_that_cannot_be_is_told_at_once_and_nothing_is_done(
    world: World, said: Saying, expected: set[tuple[str, str]]
) -> None:
    before = everything()
    person = "carol" if said.kind == "contribution" else "alice"

    with pytest.raises(Invalid) as problem:
        save(world, person, kr(decomposition="Another way."), said) if person == "alice" else save(world, person, said)

    assert {(each.wrong.field, each.wrong.code) for each in problem.value.values} == expected
    assert everything() == before


def test_a_need_waits_for_an_action_of_its_own_result(world: World) -> None:
    save(world, "alice", Edit("need", "tags", {"for": "retag"}))
    more = Create("need", "more", {"key_result": "fewer-tickets", "from": "support", "what": "More", "for": "fix-sync"})
    save(world, "alice", more)

    assert dict(m.Need.objects.values_list("key", "for_action__key")) == {"tags": "retag", "more": "fix-sync"}


def test_a_team_that_has_ended_is_asked_for_nothing(world: World) -> None:
    m.Team.objects.filter(key="finance").update(succeeded_by=m.Team.objects.get(key="support"))

    with pytest.raises(Invalid) as problem:
        save(world, "alice", ASK)

    assert [(each.wrong.field, each.wrong.code) for each in problem.value.values] == [("from", "ended-team")]


def test_an_entry_of_the_registry_that_is_used_stays(world: World) -> None:
    with pytest.raises(Invalid) as problem:
        save(world, "bob", Drop("metric", "tickets"))

    assert [each.wrong.code for each in problem.value.values] == ["in-use"]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("bob", kr(target=1)),
        ("carol", kr(target=1)),
        ("alice", Edit("need", "tags", {"promised": "2026-12-01"})),
        ("alice", Edit("metric", "tickets", {"unit": "a month"})),
        ("bob", NEW_KR),
        ("carol", Create("contribution", "books>fewer-tickets", {"status": "accepted"})),
        ("bob", Drop("need", "tags")),
        ("alice", Create("objective", None, {"team": "support", "title": "For them"})),
    ],
)
def test_only_a_teams_own_people_write_its_side(world: World, person: str, said: Saying) -> None:
    before = everything()

    with pytest.raises(ChangeRefused):
        save(world, person, said)

    assert everything() == before


def test_all_marks_of_wording_that_cannot_be_taken_are_told(world: World) -> None:
    fields = {
        "title": "Calendar tickets, from 210 to 50 a week",
        "decomposition": "No fix takes out 150 tickets a week.",
    }
    said = Edit("key_result", "fewer-tickets", fields, wording_only=frozenset(fields))

    with pytest.raises(NotWordingOnly) as refusal:
        save(world, "alice", said)

    assert {each.field for each in refusal.value.marks} == {"title", "decomposition"}
    told = definitions.preview(world.cycle, [said], by=world.actor("alice"), clock=world.clock)
    assert {each.field for each in told.unwording} == {"title", "decomposition"}


def test_a_closed_cycle_takes_nothing(world: World) -> None:
    m.Cycle.objects.update(closed_at=world.clock())

    with pytest.raises(CycleClosed):
        save(world, "alice", kr(target=1))


def test_a_new_thing_is_given_a_short_id_of_its_own(world: World) -> None:
    first, second = save(world, "alice", NEW_KR), save(world, "alice", NEW_KR)

    assert (first.made, second.made) == (
        [("key_result", "refunds-within-a-day")],
        [("key_result", "refunds-within-a-day-2")],
    )
    assert m.KeyResult.objects.get(key="refunds-within-a-day").target == Decimal(90)


@pytest.fixture
def drafted(world: World) -> World:
    save(world, "alice", Create("objective", "later", {"team": "product", "title": "Later"}, draft=True))
    save(world, "alice", Create("key_result", "then", {"objective": "later", "title": "Then"}))
    save(world, "alice", Create("action", "do", {"key_result": "then", "title": "Do it", "team": "support"}))
    return world


def test_a_draft_binds_and_tells_nobody(world: World) -> None:
    before = {table: table.objects.count() for table in (m.Change, m.Revision, m.Event, m.Outbox, m.Party)}

    save(world, "alice", Create("objective", "later", {"team": "product", "title": "Later"}, draft=True))
    save(world, "alice", Create("key_result", "then", {"objective": "later", "title": "Then"}))
    save(world, "alice", Create("action", "do", {"key_result": "then", "title": "Do it", "team": "support"}))
    save(world, "alice", Edit("key_result", "then", {"title": "And then"}))

    assert {table: table.objects.count() for table in before} == before
    assert m.KeyResult.objects.get(key="then").published_at is None


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_another_teams_draft_is_not_there(drafted: World, person: str) -> None:
    for said in (
        Edit("key_result", "then", {"title": "Mine"}),
        Drop("objective", "later"),
        Create("action", None, {"key_result": "then", "title": "T"}),
        Create("contribution", "books>then", {}),
    ):
        with pytest.raises(NotThere):
            save(drafted, person, said)


def test_publishing_opens_agreements_and_agrees_to_the_own_parts(drafted: World) -> None:
    done = definitions.publish(drafted.cycle, "product", by=drafted.actor("alice"), clock=drafted.clock)

    assert done is not None
    states = dict(m.Party.objects.filter(agreement__key_result__key="then").values_list("team__key", "states"))
    assert states == {"product": "aaaaa", "support": "oooaa"}
    kept = m.Revision.objects.filter(change=done.change)
    assert set(kept.values_list("kind", "key")) == {("objective", "later"), ("key_result", "then"), ("action", "do")}
    assert definitions.publish(drafted.cycle, "product", by=drafted.actor("alice"), clock=drafted.clock) is None


def test_only_a_teams_own_people_publish_its_plan(drafted: World) -> None:
    with pytest.raises(ChangeRefused):
        definitions.publish(drafted.cycle, "product", by=drafted.actor("bob"), clock=drafted.clock)
