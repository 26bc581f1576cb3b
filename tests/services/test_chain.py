"""A promise that moves is heard of where it breaks a chain, however far down, and nowhere else."""

from dataclasses import replace
from datetime import date

import pytest

from accord.domain.plan import Need, Plan
from accord.models import Event
from accord.queries.findings import chains
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World

pytestmark = pytest.mark.django_db

ON_TIME, TOO_LATE = date(2026, 11, 20), date(2026, 12, 10)


def chained(plan: Plan) -> Plan:
    """Support's tags, promised, let Product finish the fix that Finance waits for until 30 November."""
    first, books = plan.objectives
    (tickets,), (days,) = first.key_results, books.key_results
    (tags,), (fix, retag) = tickets.needs, tickets.actions
    tags = replace(tags, promised=date(2026, 11, 13), provided_by="retag")
    fix = replace(fix, due=date(2026, 11, 28))
    waits = Need(
        "sync", "product", "The sync", by=date(2026, 11, 30), promised=date(2026, 11, 28), provided_by="fix-sync"
    )
    tickets = replace(tickets, needs=(tags,), actions=(fix, retag))
    return replace(
        plan,
        objectives=(
            replace(first, key_results=(tickets,)),
            replace(books, key_results=(replace(days, needs=(waits,)),)),
        ),
    )


@pytest.fixture
@built_once
def world() -> World:
    found = worlds.build()
    found.apply(chained)
    Event.objects.all().delete()
    return found


def promise(world: World, day: date) -> None:
    edit = Edit("need", "tags", {"promised": day})
    definitions.save(world.cycle, [edit], by=world.actor("bob"), clock=world.clock)


def heads_up() -> list[str]:
    found = Event.objects.filter(kind="change.heads-up")
    return sorted({key for event in found for key in event.concerns.values_list("key", flat=True)})


def test_a_promise_that_breaks_a_chain_is_heard_of_at_its_end(world: World) -> None:
    promise(world, TOO_LATE)

    assert heads_up() == ["finance"]


def test_a_promise_that_still_holds_the_chain_is_no_news_there(world: World) -> None:
    promise(world, ON_TIME)

    assert heads_up() == []


def test_the_preview_names_the_chain_that_breaks(world: World) -> None:
    edit = Edit("need", "tags", {"promised": TOO_LATE})

    told = definitions.preview(world.cycle, [edit], by=world.actor("bob"), clock=world.clock).chain

    assert told is not None
    found = told.consequences()
    assert found is not None
    assert [(each.code, each.subject.id) for each in found.appear] == [("AL307", "sync")]
    assert told.name_of(found.appear[0].subject) == "The sync"


@pytest.mark.parametrize(
    "edit",
    [
        Edit("need", "tags", {"promised": TOO_LATE}),
        Edit("need", "sync", {"by": ON_TIME, "completion_criteria": "It runs."}),
        Edit("need", "sync", {"provided_by": "retag"}),
        Edit("need", "sync", {"declined": "No capacity."}),
        Edit("action", "fix-sync", {"due": TOO_LATE, "title": "Rebuild it"}),
        Edit("key_result", "fewer-tickets", {"due": ON_TIME, "target": "80", "terms": ["tickets"]}),
    ],
    ids=lambda edit: f"{edit.id}: {', '.join(edit.fields)}",
)
def test_what_is_seen_after_a_change_is_what_is_read_once_it_is_written(world: World, edit: Edit) -> None:
    world.account("ada", is_admin=True)

    chain = definitions.save(world.cycle, [edit], by=world.actor("ada"), clock=world.clock).chain

    assert chain is not None
    assert chain.before is not None
    read = chains.around(world.cycle, chain.felt)
    assert (chain.after and chain.after.plan) == (read and chains.seen(read, today=chain.today).plan)
