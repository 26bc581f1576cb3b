"""What stands around every page: where to go, how much waits there, and in which cycle."""

import re
from datetime import date

import pytest
from django.test import Client

from accord.models import Cycle
from accord.queries.shell import Counts
from tests import world
from tests.web import pseudo
from tests.world import World

TODAY = date(2026, 11, 18)


@pytest.fixture
def north(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    built = world.build()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    return built


def page_of(north: World, person: str, address: str = "/preferences/") -> str:
    client = Client()
    client.force_login(north.account(person))
    return client.get(address).text


def rail(page: str) -> str:
    found = re.search(r'<nav class="rail".*?</nav>', page, re.DOTALL)
    assert found
    return found[0]


def test_whoever_answers_for_a_team_sees_how_much_waits(north: World) -> None:
    before = rail(page_of(north, "bob"))
    assert before.count(">1<span") == 2
    assert re.search(r"<span>Asks</span><span[^>]*>2<span", before)

    north.agree("bob", "support")

    after = rail(page_of(north, "bob"))
    assert after.count('class="count') == 1
    assert re.search(r"<span>Asks</span><span[^>]*>1<span", after)  # what was needed is still to be promised


@pytest.mark.parametrize("person", ["carol", "dan", "ada"])
def test_whoever_answers_for_nobody_who_is_asked_sees_no_number(north: World, person: str) -> None:
    assert 'class="count' not in rail(page_of(north, person))


def test_every_way_that_is_offered_leads_to_a_page(north: World) -> None:
    client = Client()
    client.force_login(north.account("bob", is_admin=True))
    links = re.findall(r'href="(/[^"#]*)"', client.get("/preferences/").text)
    offered = {to for to in links if not to.startswith("/static/")}

    assert len(offered) > 7
    assert {to for to in offered if client.get(to, follow=True).status_code != 200} == set()


def test_what_admins_set_for_all_stands_among_their_own_pages_and_nobody_elses(north: World) -> None:
    north.account("ada", is_admin=True)

    for address in ("/cycles/", "/review-week/", "/organization/"):
        link = f'<li><a href="{address}"><svg'
        assert link in page_of(north, "ada")
        assert link not in page_of(north, "alice")


def test_the_cycle_says_where_it_is_in_time(north: World) -> None:
    assert "Cycle: Q4 2026, Week 7 of 13" in page_of(north, "bob")


def test_who_chose_another_cycle_stays_in_it(north: World) -> None:
    Cycle.objects.create(key="2026-q3", name="Q3 2026", start=date(2026, 7, 1), end=date(2026, 9, 30))

    there = rail(page_of(north, "bob", "/preferences/?cycle=2026-q3"))

    assert 'href="/my-team/?cycle=2026-q3"' in there
    assert 'href="/cycles/2026-q3/agreements/"' in there
    assert "2026-q3" not in rail(page_of(north, "bob"))


def test_a_cycle_that_is_not_there_leaves_the_page_whole(north: World) -> None:
    assert "Home" in rail(page_of(north, "bob", "/preferences/?cycle=nowhere"))


@pytest.mark.parametrize(("person", "lands"), [("bob", "/cycles/2026-q4/teams/support/"), ("ada", "/directory/")])
def test_my_team_leads_to_the_team_or_to_all(north: World, person: str, lands: str) -> None:
    client = Client()
    client.force_login(north.account(person))

    assert client.get("/my-team/").headers["Location"] == lands


def test_without_a_plan_the_first_page_teaches_the_first_steps(client: Client, mara: object) -> None:
    client.force_login(mara)  # type: ignore[arg-type]

    page = client.get("/", follow=True).text

    assert "Four steps to a first agreement" in page
    assert "accord apply plan.yaml" in page


def test_steps_that_are_done_are_shown_as_done(north: World) -> None:
    page = page_of(north, "bob", "/first-steps/")

    assert page.count('class="is-done"') == 2


def test_the_examples_of_the_first_steps_are_one_readable_plan() -> None:
    from accord.domain.checks.running import findings
    from accord.domain.checks.snapshot import Snapshot
    from accord.formats.plan import read_documents
    from accord.queries.first_steps import FirstSteps
    from accord.web.views import first_steps

    steps = first_steps._steps(FirstSteps(*[False] * 4))

    plan = read_documents([("plan.yaml", "".join(step.example for step in steps).encode())]).plan
    found = [finding.code for finding in findings(Snapshot(plan, as_of=plan.cycle.start))]
    assert found == ["AL303"], "nothing is wrong but what the other team has yet to answer"


def test_once_there_is_a_plan_the_steps_lead_to_the_pages_on_which_they_are_done(north: World) -> None:
    page = page_of(north, "bob", "/first-steps/")

    assert "See an example" not in page
    assert 'href="/cycles/2026-q4/"' in page
    assert "accord apply plan.yaml --as" in page


def test_everybody_gets_their_own_shell_whoever_read_before(north: World, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = {"alice": Counts(1234, 5, 6), "bob": Counts(1, 0, 3)}
    monkeypatch.setattr("accord.queries.shell.counts", lambda who, _: waiting[who.person.key])
    for person, language in (("alice", "en-DE"), ("bob", "en-GB")):
        user = north.account(person, is_admin=person == "alice")
        type(user).objects.filter(pk=user.pk).update(language=language)
    shown = {
        "alice": (["1.234", "5", "6"], "/people/alice/", True),
        "bob": (["1", "3"], "/people/bob/", False),
    }

    tokens = set()
    for person, (numbers, own_page, is_admin) in [*shown.items()] * 2:
        page = page_of(north, person)
        assert re.findall(r'class="count[^>]*>([\d.,]+)<', rail(page)) == numbers
        assert set(re.findall(r'"(/people/[^"]*)"', page)) == {own_page}
        assert ("Invite somebody" in page) is is_admin
        tokens |= set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
    assert len(tokens) == 4


def test_the_shell_follows_the_language_whatever_was_read_before(north: World) -> None:
    for _ in range(2):
        assert "<span>My team</span>" in rail(page_of(north, "bob"))
        with pseudo.speaking():
            there = page_of(north, "bob")
            for text in ("My team", "Directory", "Your page", "Sign out", "Down and up in a list"):
                assert f">{pseudo.marked(text)}<" in there
                assert f">{text}<" not in there


def test_one_can_sign_out_from_every_page(north: World) -> None:
    page = page_of(north, "bob")
    form = re.search(r'<form id="sign-out" method="post" action="([^"]+)"', page)

    assert form
    assert form[1] == "/sign-out/"
    assert page.count('<button type="submit" form="sign-out">') == 2  # for small screens, and for large ones
