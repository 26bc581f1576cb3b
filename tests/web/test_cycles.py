"""Cycles on pages: their briefs, the switch between them, opening and closing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accord.models import Change, Cycle, Event, Revision, StrategicGoal
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)
CYCLE = "/cycles/2026-q4/"
NEXT = {
    "name": "Q1 2027",
    "start": "2027-01-01",
    "end": "2027-03-31",
    "why": "Trust first.",
    "success": "",
    "different": "",
}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = worlds.build()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    return world


@pytest.fixture
def ada(client: Client, world: World) -> Client:
    client.force_login(world.account("ada", is_admin=True))
    return client


def open_next(client: Client, **typed: str) -> int:
    return client.post("/new/cycle/", {**NEXT, **typed}).status_code


def test_an_admin_opens_the_next_cycle_from_a_form_that_is_filled_in(ada: Client) -> None:
    form = ada.get("/new/cycle/").text
    for value in ("Q1 2027", "2027-01-01", "2027-03-31"):
        assert value in form

    assert open_next(ada) == 302

    opened = Cycle.objects.get(key="2027-q1")
    assert (opened.name, opened.start, opened.end, opened.why) == (
        "Q1 2027", date(2027, 1, 1), date(2027, 3, 31), "Trust first.",
    )  # fmt: skip
    assert Event.objects.latest("pk").data["brief"] == "opened"
    assert "Ada Admin opened Q1 2027" in plain(ada.get("/activity/?of=all").text)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Q4 2026", "There is a cycle called ‘Q4 2026’ already."),
        (" q4  2026 ", "There is a cycle called ‘Q4 2026’ already."),
        ("Q" * 201, "A name has at most 200 characters."),
    ],
)
def test_a_cycle_has_a_name_of_its_own_and_a_short_one(ada: Client, name: str, said: str) -> None:
    refused = ada.post("/new/cycle/", {**NEXT, "name": name})

    assert (refused.status_code, Cycle.objects.count()) == (422, 1)
    assert said in plain(refused.text)
    assert "Trust first." in refused.text
    assert open_next(ada) == 302
    again = {"name": name, "was.name": "Q1 2027", "seen": "1"}
    assert said in plain(ada.post("/cycles/2027-q1/edit/cycle/2027-q1/", again).text)
    assert Cycle.objects.get(key="2027-q1").name == "Q1 2027"


@pytest.mark.parametrize("person", ["alice", "bob", "carol", "dan"])
def test_everybody_reads_and_only_admins_write(client: Client, world: World, person: str) -> None:
    client.force_login(world.account(person))

    for address in ("/cycles/", CYCLE, "/cycles/2026-q4/strategy/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Open a" not in page.text
        assert "Close it" not in page.text
    for address in ("/new/cycle/", f"{CYCLE}edit/cycle/2026-q4/", f"{CYCLE}close/", "/new/strategic-goal/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {**NEXT, "title": "x"}).status_code == 403
    assert "Only admins write cycles and strategic goals." in client.get("/new/cycle/").text
    assert client.post(f"{CYCLE}reopening/").status_code == 403
    assert Cycle.objects.get().closed_at is None
    assert not StrategicGoal.objects.exists()


def test_a_brief_is_changed_as_a_definition_and_every_version_stays_readable(ada: Client) -> None:
    address = f"{CYCLE}edit/cycle/2026-q4/"
    name = {"name": "Q4 2026", "was.name": "Q4 2026"}
    ada.post(address, {**name, "why": "Calm first.", "seen": "1"})
    again = {"why": "Calm and trust.", "was.why": "Calm first.", "seen": "2", "reason": "The board asked."}
    ada.post(address, {**name, **again})

    assert Cycle.objects.get().why == "Calm and trust."
    assert list(Revision.objects.filter(kind="cycle", field="why").values_list("before", "after")) == [
        (None, "Calm first."), ("Calm first.", "Calm and trust."),
    ]  # fmt: skip
    page = plain(ada.get(CYCLE).text)
    assert "How it changed" in page
    assert "The board asked." in page
    assert Change.objects.latest("pk").by.key == "ada"  # type: ignore[union-attr]


def test_a_brief_is_told_as_written_then_as_written_anew_and_another_frame_as_a_change(ada: Client) -> None:
    address, name = f"{CYCLE}edit/cycle/2026-q4/", {"name": "Q4 2026", "was.name": "Q4 2026"}
    ada.post(address, {**name, "why": "Calm first.", "seen": "1"})
    ada.post(address, {**name, "why": "Calm and trust.", "was.why": "Calm first.", "seen": "2"})
    ada.post(address, {"name": "Autumn 2026", "was.name": "Q4 2026", "seen": "3"})

    told = [each.data for each in Event.objects.filter(kind="change.made").order_by("-pk")[:3]]
    assert [each.get("brief") for each in told] == [None, "changed", "written"]
    assert not any(each["wording_only"] for each in told)


def test_of_two_who_write_a_brief_the_second_sees_the_first(ada: Client) -> None:
    address = f"{CYCLE}edit/cycle/2026-q4/"
    typed = {"name": "Q4 2026", "was.name": "Q4 2026", "seen": "1"}
    ada.post(address, {**typed, "why": "First."})

    second = ada.post(address, {**typed, "why": "Second."})

    assert second.status_code == 409
    assert "First." in second.text
    assert "Second." in second.text
    assert Cycle.objects.get().why == "First."


def test_a_moved_end_shows_whose_yes_it_undoes_before_it_is_saved(ada: Client, world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    typed = {"name": "Q4 2026", "was.name": "Q4 2026", "start": "2026-10-01", "was.start": "2026-10-01",
             "end": "2027-01-15", "was.end": "2026-12-31", "seen": "1"}  # fmt: skip

    told = ada.post(f"{CYCLE}edit/cycle/2026-q4/", typed)

    assert "One agreement goes stale" in plain(told.text)
    assert Cycle.objects.get().end == date(2026, 12, 31)
    assert world.state() == "agreed"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"end": "2026-12-31"}, "Turn them round"),
        ({"name": ""}, "Fill this in"),
        ({"start": "soon"}, "2026-12-18"),
        ({"end": "9999-12-31"}, "The year 9999 is too far away"),
        ({"parent": "Q4 2026"}, "outside of"),
        ({"parent": "Nowhere"}, "Nothing is called"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_opened(ada: Client, typed: dict[str, str], said: str) -> None:
    refused = ada.post("/new/cycle/", {**NEXT, **typed})

    assert refused.status_code == 422
    assert said in plain(refused.text)
    assert Cycle.objects.count() == 1


def test_a_cycle_without_end_from_a_file_keeps_nobody_from_opening_another(ada: Client) -> None:
    Cycle.objects.update(end=date.max)

    assert len(ada.get("/cycles/2026-q4/").content) < 100_000  # no box for each of its weeks
    assert ada.get("/new/cycle/?cycle=2026-q4").status_code == 200
    assert ada.post("/new/cycle/", NEXT).status_code == 302


def test_a_year_is_laid_around_its_quarters_and_keeps_them_in(ada: Client) -> None:
    open_next(ada, name="2026", start="2026-01-01", end="2026-12-31")
    year = Cycle.objects.get(key="2026")
    quarter = f"{CYCLE}edit/cycle/2026-q4/"
    base = {"name": "Q4 2026", "was.name": "Q4 2026", "start": "2026-10-01", "was.start": "2026-10-01",
            "end": "2026-12-31", "was.end": "2026-12-31"}  # fmt: skip
    assert ada.post(quarter, {**base, "parent": "2026", "seen": "1"}).status_code == 302
    assert Cycle.objects.get(key="2026-q4").parent == year

    shorter = ada.post("/cycles/2026/edit/cycle/2026/", {
        "name": "2026", "was.name": "2026", "start": "2026-01-01", "was.start": "2026-01-01",
        "end": "2026-11-30", "was.end": "2026-12-31", "seen": "1",
    })  # fmt: skip

    assert shorter.status_code == 422
    assert "would lie outside" in plain(shorter.text)
    assert "Cycle: Q4 2026, Week 7 of 13" in ada.get("/preferences/").text


def test_the_switch_keeps_the_reader_on_the_same_kind_of_page(ada: Client, world: World) -> None:
    open_next(ada)

    assert 'href="/cycles/2027-q1/teams/product/"' in ada.get(f"{CYCLE}teams/product/").text
    assert 'href="/cycles/2027-q1/agreements/"' in ada.get(f"{CYCLE}agreements/").text
    assert 'href="/?cycle=2027-q1"' in ada.get("/").text
    there = "/cycles/2027-q1/same/?to=agreement&amp;key=fewer-tickets"
    assert there in ada.get(f"{CYCLE}agreements/fewer-tickets/").text
    assert ada.get(there.replace("&amp;", "&")).headers["Location"] == "/cycles/2027-q1/"
    back = f"{CYCLE}same/?to=agreement&key=fewer-tickets"
    assert ada.get(back).headers["Location"] == f"{CYCLE}agreements/fewer-tickets/"
    assert ada.get(f"{CYCLE}same/?to=nonsense").headers["Location"] == CYCLE


def test_the_menu_says_where_each_cycle_is_in_time(ada: Client) -> None:
    open_next(ada)
    open_next(ada, name="Q2 2027", start="2027-04-01", end="2027-06-30")
    Cycle.objects.create(key="2026-q3", name="Q3 2026", start=date(2026, 7, 1), end=date(2026, 9, 30))

    said = plain(ada.get("/cycles/").text)

    assert "Q1 2027 Drafting" in said
    assert "Q2 2027 Planned" in said
    assert "Q4 2026 Week 7 of 13" in said
    assert "Q3 2026 Over" in said


def test_goals_are_made_changed_and_dropped_and_what_served_one_still_says_so(ada: Client, world: World) -> None:
    ada.post("/new/strategic-goal/", {"title": "Recommended", "horizon": "2028-12-31"})
    goal = StrategicGoal.objects.get()
    world.cycle.objectives.first().served_goals.create(goal=goal)  # type: ignore[union-attr]
    ada.post(
        f"/edit/strategic-goal/{goal.key}/", {"title": "Most recommended", "was.title": "Recommended", "seen": "1"}
    )
    assert "Most recommended" in plain(ada.get("/cycles/2026-q4/strategy/").text)

    assert ada.post(f"/drop/strategic-goal/{goal.key}/", {"seen": "2"}).status_code == 302

    assert StrategicGoal.objects.get().dropped_at is not None
    assert "Dropped since." in plain(ada.get("/cycles/2026-q4/strategy/").text)
    assert "Recommended" in plain(ada.get(f"/strategic-goals/{goal.key}/").text)
    assert ada.get(f"/edit/strategic-goal/{goal.key}/").status_code == 404


def test_pages_need_few_statements(ada: Client) -> None:
    for page, address in {
        "cycles": "/cycles/",
        "cycle": CYCLE,
        "strategy": "/cycles/2026-q4/strategy/",
        "close cycle": f"{CYCLE}close/",
    }.items():
        with budget(page):
            ada.get(address)


def test_a_dropped_goal_can_be_brought_back_for_14_days_and_serves_what_it_served(ada: Client, world: World) -> None:
    ada.post("/new/strategic-goal/", {"title": "Recommended"})
    goal = StrategicGoal.objects.get()
    world.cycle.objectives.first().served_goals.create(goal=goal)  # type: ignore[union-attr]
    ada.post(f"/drop/strategic-goal/{goal.key}/", {"seen": "1"})
    for page in ("/cycles/2026-q4/strategy/", f"/strategic-goals/{goal.key}/"):
        assert "Bring back Recommended" in plain(ada.get(page).text)

    assert ada.post(f"/bring-back/strategic-goal/{goal.key}/").status_code == 302

    back = StrategicGoal.objects.get()
    assert (back.pk, back.dropped_at, back.served_by.count()) == (goal.pk, None, 1)
    assert "Bring back" not in ada.get("/cycles/2026-q4/strategy/").text


@pytest.mark.parametrize("person", ["alice", "dan"])
def test_nobody_but_an_admin_brings_a_goal_back(client: Client, ada: Client, world: World, person: str) -> None:
    ada.post("/new/strategic-goal/", {"title": "Recommended"})
    goal = StrategicGoal.objects.get()
    ada.post(f"/drop/strategic-goal/{goal.key}/", {"seen": "1"})
    client.force_login(world.account(person))

    assert "Bring back" not in client.get(f"/strategic-goals/{goal.key}/").text
    assert client.post(f"/bring-back/strategic-goal/{goal.key}/").status_code == 404
    assert StrategicGoal.objects.get().dropped_at is not None


def test_after_two_weeks_a_goal_stays_dropped(ada: Client, world: World) -> None:
    goal = StrategicGoal.objects.create(key="old", title="Old", dropped_at=timezone.now() - timedelta(days=15))
    world.cycle.objectives.first().served_goals.create(goal=goal)  # type: ignore[union-attr]

    for page in ("/cycles/2026-q4/strategy/", "/strategic-goals/old/"):
        assert "Bring back" not in ada.get(page).text
    assert ada.post("/bring-back/strategic-goal/old/").status_code == 404


def test_a_cycle_that_shares_days_with_another_is_said_beside_its_dates_and_opened_all_the_same(ada: Client) -> None:
    assert "shares days" not in plain(ada.get("/new/cycle/").text)
    typed = {**NEXT, "name": "Launch", "start": "2026-12-01", "look": "yes"}

    said = plain(ada.post("/new/cycle/", typed).text)

    assert "Q4 2026 shares days with it: Thu 1 Oct to Thu 31 Dec" in said
    assert open_next(ada, name="Launch", start="2026-12-01") == 302


def test_whoever_opens_a_cycle_lands_on_it_and_reads_who_is_told_and_what_comes_next(ada: Client) -> None:
    opened = ada.post("/new/cycle/", NEXT)

    assert opened.headers["Location"] == "/cycles/2027-q1/?saved=opened"
    said = plain(ada.get(opened.headers["Location"]).text)
    assert "Open. 3 leads are told." in said
    assert "What comes next" in said


def test_what_comes_next_leads_a_team_to_what_it_carries_over_until_something_is_published(
    client: Client, ada: Client, world: World
) -> None:
    open_next(ada)
    client.force_login(world.account("alice"))

    page = client.get("/cycles/2027-q1/").text

    assert "/cycles/2026-q4/teams/product/carrying-over/?into=2027-q1" in page
    assert "/cycles/2027-q1/new/objective/product/" in page
    assert "What comes next" not in client.get(CYCLE).text


def test_activity_can_be_looked_through_for_cycles_and_goals_alone(ada: Client, world: World) -> None:
    open_next(ada)
    world.agree("bob", "support")
    ada.post(f"{CYCLE}close/")

    said = plain(ada.get("/activity/?kind=cycles").text)

    assert "Ada Admin opened Q1 2027" in said
    assert "Ada Admin closed Q4 2026" in said
    assert "Support" not in said[said.index("Ada Admin closed") :]
    assert "Support agreed" in plain(ada.get("/activity/").text)
    assert "Nothing to tell" in plain(ada.get("/activity/?kind=reviews").text)
