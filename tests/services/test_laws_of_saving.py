"""Laws of saving, for whatever is said: a preview is what saving does, and taking back is as if nothing had been."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.models import KeyResult, Party, Person
from accord.queries.plans import plan_items
from accord.services import doctor
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, Restore, Saying
from accord.services.definitions.previews import Part
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.world import START, World

pytestmark = pytest.mark.django_db
texts = st.sampled_from([None, "Sixty or fewer.", "sixty, or fewer", "Not sixty.", "Eighty"])
titles = st.sampled_from(["Calm", "calm", "Fewer tickets"])
days = st.sampled_from([None, "2026-11-13", "2026-12-18"])
numbers = st.sampled_from([None, "1", "1.0", "90"])
teams = st.sampled_from(["product", "support", "finance"])
duties = st.lists(st.fixed_dictionaries({"team": teams, "does": st.sampled_from(["Helps.", "Pays."])}), max_size=2)


def edits(kind: str, key: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Saying]:
    return st.fixed_dictionaries({}, optional=fields).map(lambda chosen: Edit(kind, key, chosen))


said = st.lists(
    st.one_of(
        edits("key_result", "fewer-tickets", title=titles, completion_criteria=texts, decomposition=texts,
              target=numbers, due=days, duties=duties),
        edits("action", "fix-sync", title=titles, team=teams, due=days),
        edits("need", "tags", **{"what": titles, "from": teams, "by": days, "promised": days}),
        edits("metric", "tickets", name=titles, definition=texts, unit=texts),
        edits("objective", "calm", title=titles, why=texts),
        st.sampled_from([Drop("action", "retag"), Drop("need", "tags"), Drop("key_result", "fewer-tickets"),
                         Drop("objective", "calm")]),
    ),
    min_size=1, max_size=4, unique_by=lambda each: (each.kind, each.id),
)  # fmt: skip
every = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
OPERATOR = Actor(None, "shell")


def agreed_world() -> World:
    built = worlds.build()
    built.agree("alice", "product")
    built.agree("bob", "support")
    return built


def plan(world: World) -> dict[tuple[str, str], Any]:
    return {key: thing.fields for key, thing in plan_items.described(world.cycle).items()}


def letters() -> dict[tuple[str, str], str]:
    found = Party.objects.values_list("agreement__key_result__key", "team__key", "states")
    return {(key, team): states for key, team, states in found}


def moved(before: dict[Any, str], after: dict[Any, str], was: str, now: str) -> set[tuple[str, str, int]]:
    return {
        (*key, place + 1)
        for key in before.keys() & after.keys()
        for place in range(5)
        if (before[key][place], after[key][place]) == (was, now)
    }


def named(parts: Sequence[Part]) -> set[tuple[str, str, int]]:
    return {(part.agreement.key_result, part.team, part.clause.number) for part in parts}


@every
@given(said=said, author=st.sampled_from([None, "alice", "ada"]))
def test_a_preview_is_what_saving_does(said: list[Saying], author: str | None) -> None:
    with transaction.atomic():
        world = agreed_world()
        by = Actor(Person.objects.get(key=author), "web") if author == "alice" else OPERATOR
        mine = [each for each in said if by is OPERATOR or each.kind in {"objective", "key_result"}]
        before = letters()

        told = definitions.preview(world.cycle, mine, by=by, clock=world.clock)
        assert letters() == before
        definitions.save(world.cycle, mine, by=by, clock=world.clock)

        after = letters()
        assert named(told.stale) == moved(before, after, "a", "s")
        assert {agreement.key_result for agreement in told.ended} == {kr for kr, _ in before} - {kr for kr, _ in after}
        assert {(a.key_result, team) for a, team in told.joined} == after.keys() - before.keys()
        assert not list(doctor.problems(now=START))
        transaction.set_rollback(True)


@every
@given(said=said)
def test_taking_a_change_back_is_as_if_it_had_never_been_made(said: list[Saying]) -> None:
    with transaction.atomic():
        world = agreed_world()
        before, stood = plan(world), letters()

        definitions.save(world.cycle, said, by=OPERATOR, clock=world.clock)
        for each in top_first([Restore(each.kind, each.id) for each in said if isinstance(each, Drop)]):
            if (each.kind, each.id) not in plan(world):
                definitions.save(world.cycle, [each], by=OPERATOR, clock=world.clock)
        today = plan(world)
        changed = [Edit(*key, dict(was)) for key, was in before.items() if today[key] != was]
        definitions.save(world.cycle, changed, by=OPERATOR, clock=world.clock)

        assert plan(world) == before
        assert letters() == stood
        assert not list(doctor.problems(now=START))
        transaction.set_rollback(True)


def top_first(restores: list[Restore]) -> list[Restore]:
    return sorted(restores, key=lambda each: ["objective", "key_result", "action", "need"].index(each.kind))


def test_the_world_of_these_laws_is_agreed() -> None:
    world = agreed_world()
    assert set(letters().values()) == {"aaaaa"}
    assert KeyResult.objects.filter(pk=world.key_result.pk).exists()


@pytest.mark.parametrize(
    "edit", [Edit("metric", "tickets", {"unit": "a day"}), Edit("objective", "calm", {"title": "So"})]
)
def test_statements_do_not_grow_with_what_is_touched(edit: Edit) -> None:
    world = agreed_world()

    def statements() -> int:
        with transaction.atomic(), CaptureQueriesContext(connection) as found:
            definitions.save(world.cycle, [edit], by=OPERATOR, clock=world.clock)
            transaction.set_rollback(True)
        return len(found)

    few = statements()
    duties_, title = [{"team": "support", "does": "Helps."}], "One more"
    fields = {"objective": "calm", "title": title, "metric": "tickets", "duties": duties_}
    for _ in range(12):
        definitions.save(world.cycle, [Create("key_result", None, fields)], by=OPERATOR, clock=world.clock)

    assert statements() <= few + 1  # one table more may be written, whatever the number of rows
