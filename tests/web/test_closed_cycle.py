"""A closed cycle is there to be read: no page, form, service or command writes into it, and nothing offers to."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import escape

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accord.domain.clauses import Clause
from accord.models import Closing, Cycle, Metric, Need, Party, Realignment
from accord.services import check_ins
from accord.services.agreements import answering_together, answers
from accord.services.asks import asks, handovers
from accord.services.asks.handovers import Seen as SeenNeed
from accord.services.cycles import closing, cycles, grading
from accord.services.cycles.cycles import CannotClose
from accord.services.cycles.grading import Graded
from accord.services.definitions import definitions, drafts
from accord.services.definitions.edits import Create, CycleClosed, Drop, Edit
from accord.services.plans import plans
from tests import world as worlds
from tests.built_once import built_once
from tests.web.agreement_page import plain
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
CYCLE = "/cycles/2026-q4/"
# Parts of addresses, by the names of their routes; whatever else they name is the key result.
THINGS: dict[str, dict[str, str]] = {
    "need_answer": {"key": "support", "need": "tags"},
    "contribution_answer": {"key": "product", "objective": "books", "result": "fewer-tickets"},
    "handover": {"key": "tags"},
    "new_objective": {"under": "product"},
    "new": {"kind": "action", "under": "fewer-tickets"},
    "edit": {"kind": "action", "key": "retag"},
    "drop": {"kind": "action", "key": "retag"},
    "bring_back": {"kind": "action", "key": "retag"},
    "cascade_objective": {"key": "calm"},
    "cascade_branches": {"key": "calm"},
    "counted": {"kind": "orphans"},
    "two_teams": {"team": "product", "other": "support"},
}
OF_TEAMS = {"team", "asks", "publish", "grades", "reviews", "review_writing", "cadence", "across"}
STAY_OPEN = {"reopen_cycle", "carry_over"}  # taking the closing back, and taking things out of it into another


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = with_an_admin()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    return found


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> World:
    found = closed_world()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    return found


@built_once
def with_an_admin() -> World:
    world = worlds.build()
    world.account("ada", is_admin=True)
    return world


@built_once
def closed_world() -> World:
    world = with_an_admin()
    world.agree("alice", "product")
    world.agree("bob", "support")
    closing.close(world.key_result, grade=Decimal(1), by=world.actor("alice"), clock=world.clock)
    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)
    world.cycle.refresh_from_db()
    return world


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything there is, but for who has signed in when."""
    models = [model for model in apps.get_app_config("accord").get_models() if model.__name__ != "User"]
    with connection.cursor() as cursor:
        return {model.__name__: all_of(model, cursor) for model in models}


def all_of(model: type[Model], cursor: CursorWrapper) -> list[tuple[object, ...]]:
    table, key = model._meta.db_table, model._meta.pk.column
    cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
    found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def of_a_cycle() -> list[str]:
    found = (each for each in get_resolver("accord.web.urls").url_patterns if isinstance(each, URLPattern))
    return [each.name or "" for each in found if "cycle" in each.pattern.converters]


def address(route: str) -> str:
    named = {"key": "product" if route in OF_TEAMS else "fewer-tickets"} | THINGS.get(route, {})
    pattern = next(each for each in get_resolver("accord.web.urls").url_patterns if getattr(each, "name", "") == route)
    wanted = pattern.pattern.converters.keys()
    return reverse(
        route, kwargs={name: {"cycle": "2026-q4", "number": 1}.get(name, named.get(name)) for name in wanted}
    )


@pytest.mark.parametrize("route", sorted(set(of_a_cycle()) - STAY_OPEN))
def test_whatever_is_sent_into_a_closed_cycle_is_refused(client: Client, closed: World, route: str) -> None:
    for person in ("alice", "bob", "carol", "ada"):
        client.force_login(closed.account(person))
        before = rows()

        answer = client.post(address(route), {"save": "yes", "agree": "all"})

        assert answer.status_code in {409, 405}
        assert answer.status_code == 405 or "This cycle is closed" in answer.text
        assert rows() == before


@pytest.mark.parametrize(
    ("route", "person", "form"),
    [
        ("need_answer", "bob", {"promise": "another-day", "promised": "2026-12-20", "word": "{}", "decline": "yes"}),
        ("answers", "bob", {"object": "4", "object-text-4": "{}", "last_revision": "12"}),
        ("check_in", "alice", {"value": "131", "note": "{}"}),
        ("edit", "alice", {"title": "{}", "was.title": "Tag September again", "what": "Stays", "was.what": "Stays"}),
    ],
)
@pytest.mark.parametrize("words", ["Not before <January>, sorry.", "not before january", "Done."])
def test_what_was_typed_into_a_closed_cycle_is_shown_again(
    client: Client, closed: World, route: str, person: str, form: dict[str, str], words: str
) -> None:
    client.force_login(closed.account(person))

    answer = client.post(address(route), {name: value.format(words) for name, value in form.items()})

    assert answer.status_code == 409
    shown = plain(answer.text.partition('id="typed">')[2].partition("Go home")[0])
    said = "What you wrote None of it was recorded. Copy from here what you want to keep."
    assert shown.strip() == f"{said} {escape(words)}"


def test_where_nothing_was_typed_nothing_is_shown_again(client: Client, closed: World) -> None:
    client.force_login(closed.account("bob"))

    answer = client.post(address("answers"), {"agree": "all", "seen": "support 1 0abc"})

    assert "This cycle is closed" in answer.text
    assert 'id="typed"' not in answer.text


def seen(world: World, team: str = "support") -> answers.Seen:
    party = Party.objects.get(agreement_id=world.key_result.pk, team__key=team)
    return answers.Seen(team, Clause.DECOMPOSITION, party.fingerprints[1])


SERVICES: dict[str, Callable[[World], object]] = {
    "agree": lambda w: answers.agree(w.key_result, [seen(w)], by=w.actor("bob"), clock=w.clock),
    "object": lambda w: answers.object_to(w.key_result, seen(w), reason="No.", by=w.actor("bob"), clock=w.clock),
    "ask": lambda w: answers.ask(w.key_result, seen(w), question="Why?", by=w.actor("bob"), clock=w.clock),
    "reply": lambda w: answers.reply(
        w.key_result, Clause.DECOMPOSITION, "support", text="So.", by=w.actor("bob"), clock=w.clock
    ),
    "agree together": lambda w: answering_together.agree({w.key_result: [seen(w)]}, by=w.actor("bob"), clock=w.clock),
    "edit": lambda w: save(w, Edit("key_result", "fewer-tickets", {"target": 50})),
    "edit the brief": lambda w: save(w, Edit("cycle", "2026-q4", {"why": "Late."}), by="ada"),
    "create": lambda w: save(w, Create("action", None, {"title": "More", "key_result": "fewer-tickets"})),
    "drop": lambda w: save(w, Drop("objective", "calm")),
    "preview": lambda w: definitions.preview(
        w.cycle, [Edit("key_result", "fewer-tickets", {"target": 50})], by=w.actor("alice"), clock=w.clock
    ),
    "publish": lambda w: drafts.publish(w.cycle, "product", by=w.actor("alice"), clock=w.clock),
    "promise": lambda w: asks.promise(
        w.cycle, "tags", seen=1, promised=date(2026, 12, 1), by=w.actor("bob"), clock=w.clock
    ),
    "close": lambda w: closing.close(w.key_result, grade=Decimal("0.5"), by=w.actor("alice"), clock=w.clock),
    "reopen": lambda w: closing.reopen(w.key_result, seen=Closing.objects.get().pk, by=w.actor("alice"), clock=w.clock),
    "judge": lambda w: closing.judge(
        w.key_result, "support", is_met=True, seen=Closing.objects.get().pk, by=w.actor("bob"), clock=w.clock
    ),
    "grade all": lambda w: grading.grade_all(
        w.cycle, "product", [Graded("fewer-tickets", Decimal(1))], by=w.actor("alice"), clock=w.clock
    ),
    "hand over": lambda w: handovers.deliver(
        SeenNeed(Need.objects.get(), 0), day=w.clock.now.date(), by=w.actor("bob"), clock=w.clock
    ),
    "check in": lambda w: check_ins.check_in(
        w.key_result, value=Decimal(100), day=TODAY, by=w.actor("alice"), clock=w.clock
    ),
}


def save(world: World, said: Edit | Create | Drop, *, by: str = "alice") -> object:
    return definitions.save(world.cycle, [said], by=world.actor(by), clock=world.clock)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_refuses_to_write_into_a_closed_cycle(closed: World, service: str) -> None:
    before = rows()

    with pytest.raises(CycleClosed):
        SERVICES[service](closed)

    assert rows() == before


def test_a_plan_of_a_closed_cycle_is_refused(closed: World) -> None:
    with pytest.raises(plans.PlanRefused, match="cycle-closed"):
        closed.apply(lambda plan: with_key_result(plan, target=Decimal(50)), by="ada")


def test_it_is_read_as_it_was_and_nothing_offers_to_write(client: Client, closed: World) -> None:
    offers = (
        "Change it",
        "Write the first",
        'name="agree"',
        'name="is_met"',
        'name="grade"',
        'name="step"',
        "/new/",
        "/publish/",
        "/edit/",
    )
    for person in ("alice", "bob", "carol", "ada"):
        client.force_login(closed.account(person))
        for page in (
            CYCLE,
            f"{CYCLE}teams/product/",
            f"{CYCLE}teams/support/asks/",
            f"{CYCLE}agreements/",
            f"{CYCLE}agreements/fewer-tickets/",
            f"{CYCLE}key-results/fewer-tickets/",
            f"{CYCLE}key-results/fewer-tickets/closing/",
            f"{CYCLE}needs/tags/handover/",
            f"{CYCLE}two-teams/product/support/",
            f"{CYCLE}teams/product/grades/",
            "/?cycle=2026-q4",
        ):
            shown = client.get(page)
            assert shown.status_code == 200, page
            main = shown.text[shown.text.index('<main class="page"') :].replace("/new/cycle/", "")
            assert [each for each in offers if each in main] == [], (person, page)
    assert "Closed" in plain(client.get(f"{CYCLE}agreements/").text)


def test_agreements_are_frozen_as_they_stand_whatever_changes_elsewhere(closed: World) -> None:
    save(closed, Edit("metric", "tickets", {"definition": "Tickets from Sunday to Saturday."}), by="bob")

    assert Metric.objects.get().definition == "Tickets from Sunday to Saturday."
    assert (closed.states("product"), closed.states("support")) == ("aaaaa", "aaaaa")


def test_open_realignments_are_withdrawn_and_stand_again_when_the_closing_is_taken_back(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    save(world, Edit("key_result", "fewer-tickets", {"target": 50}))
    assert world.states("support") == "saaaa"

    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)
    assert Realignment.objects.get().state == "withdrawn"
    assert world.states("support") == "saaaa"

    cycles.reopen(world.cycle, by=world.actor("ada"), clock=world.clock)
    assert Realignment.objects.get().state == "open"
    world.cycle.refresh_from_db()
    save(world, Edit("key_result", "fewer-tickets", {"target": 60}))
    assert (world.state(), Realignment.objects.get().state) == ("agreed", "reverted")


def test_what_was_defined_otherwise_meanwhile_is_felt_when_it_is_opened_again(closed: World) -> None:
    save(closed, Edit("metric", "tickets", {"definition": "Tickets from Sunday to Saturday."}), by="bob")

    cycles.reopen(closed.cycle, by=closed.actor("ada"), clock=closed.clock)

    assert closed.states("product") == "aaaas"


def test_only_an_admin_closes_and_only_for_a_while_takes_it_back(closed: World) -> None:
    for person in ("alice", "bob", "carol"):
        with pytest.raises(CannotClose, match="not-admin"):
            cycles.reopen(closed.cycle, by=closed.actor(person), clock=closed.clock)
    with pytest.raises(CannotClose, match="closed"):
        cycles.close(closed.cycle, by=closed.actor("ada"), clock=closed.clock)
    closed.clock.now += timedelta(days=15)
    with pytest.raises(CannotClose, match="too-late"):
        cycles.reopen(closed.cycle, by=closed.actor("ada"), clock=closed.clock)
    assert Cycle.objects.get().closed_by.key == "ada"  # type: ignore[union-attr]


def test_a_year_is_closed_after_its_quarters_and_opened_before_them(world: World) -> None:
    year = Cycle.objects.create(key="2026", name="2026", start=date(2026, 1, 1), end=date(2026, 12, 31))
    Cycle.objects.filter(key="2026-q4").update(parent=year)
    ada = world.actor("ada")
    with pytest.raises(CannotClose, match="open-inside"):
        cycles.close(year, by=ada, clock=world.clock)

    cycles.close(world.cycle, by=ada, clock=world.clock)
    cycles.close(year, by=ada, clock=world.clock)

    with pytest.raises(CannotClose, match="closed-around"):
        cycles.reopen(world.cycle, by=ada, clock=world.clock)


def test_the_page_says_what_is_still_open_before_it_closes(client: Client, world: World) -> None:
    client.force_login(world.account("ada"))
    said = plain(client.get(f"{CYCLE}close/").text)

    assert "2 of 2 key results have no grade." in said
    assert "Its only agreement is not agreed." in said
    assert client.post(f"{CYCLE}close/").headers["Location"] == f"{CYCLE}?saved=closed"
    assert "Ada Admin closed it" in plain(client.get(CYCLE).text)
    assert client.post(f"{CYCLE}reopening/").status_code == 302
    assert Cycle.objects.get().closed_at is None
