"""Pages of teams, key results, metrics and milestones, as their readers get them."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import Action, Duty, KeyResult, Objective
from tests import reading_world
from tests.reading_world import ReadingWorld
from tests.web import pseudo
from tests.web.budget import budget, statements_of

ROOT = "/cycles/2026-q4"
TEAM, KEY_RESULT, METRIC = f"{ROOT}/teams/product/", f"{ROOT}/key-results/fewer-tickets/", "/metrics/tickets/"
PAGES = {
    "team": TEAM,
    "team without objectives": f"{ROOT}/teams/design/",
    "key result": KEY_RESULT,
    "key result of a band": f"{ROOT}/key-results/keep-uptime/",
    "key result of a milestone": f"{ROOT}/key-results/open-beta/",
    "key result of a percentage": f"{ROOT}/key-results/a-very-long-identifier/",
    "key result with contributions": f"{ROOT}/key-results/churn-down/",
    "metrics": "/metrics/",
    "metric": METRIC,
    "metric without definition": "/metrics/uptime/",
    "milestones": "/milestones/",
    "milestone": "/milestones/beta/",
}
Get = Callable[..., str]


@pytest.fixture
def world(db: None) -> ReadingWorld:
    return reading_world.build()


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 15, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def get(client: Client, world: ReadingWorld) -> Get:
    """The text of a page as a person sees it, white space apart."""

    def text(address: str, *, by: str = "carol", status: int = 200) -> str:
        client.force_login(world.account(by))
        response = client.get(address)
        assert response.status_code == status
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.text)).replace("\N{NO-BREAK SPACE}", " ")

    return text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", ["alice", "bob", "carol"])
def test_everybody_reads_everything_published(get: Get, page: str, person: str) -> None:
    assert get(PAGES[page], by=person)


@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_signed_out_is_sent_to_the_door(client: Client, world: ReadingWorld, page: str) -> None:
    assert client.get(PAGES[page]).headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "address",
    [f"{ROOT}/teams/x/", f"{ROOT}/key-results/x/", "/cycles/x/teams/product/", "/metrics/x/", "/milestones/x/"],
)
def test_what_is_not_there_is_not_found(get: Get, address: str) -> None:
    assert get(address, status=404)


def test_a_draft_is_marked_for_its_own_people_and_not_there_for_others(get: Get, world: ReadingWorld) -> None:
    world.make_draft("calm-product")

    assert "Draft, nobody is asked yet" in get(TEAM, by="dan")
    assert "Draft, nobody is asked yet" in get(KEY_RESULT, by="dan")
    assert "frustrates" not in get(TEAM, by="bob")
    assert get(KEY_RESULT, by="bob", status=404)


def test_a_team_shows_how_far_each_result_is_and_whose_answer_is_missing(get: Get) -> None:
    page = get(TEAM, by="bob")

    assert "135210 → 60 a week50% done, on track" in page.replace(" 210 →", "210 →").replace("week 50", "week50")
    assert "Accepted by Northwind" in page
    assert "Agreement with Support Yours to answer" in page
    assert "2 actions, 1 done · 2 needs · 1 duty" in page
    assert "Alice Adler leads." in page


def test_what_gets_a_result_there_comes_when_its_fold_is_opened(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("carol"))
    assert "Rebuild the sync" not in client.get(TEAM).text

    behind = client.get(f"{KEY_RESULT}behind/", headers={"HX-Request": "true"}).text

    assert behind.lstrip().startswith("<ul")
    assert "Rebuild the sync" in behind
    assert "Correct cause tags" in behind
    assert "promised Sat 5 Dec" in behind


def test_what_gets_a_result_there_is_read_on_its_page_where_nothing_can_be_fetched(
    client: Client, world: ReadingWorld
) -> None:
    client.force_login(world.account("carol"))

    assert f'href="{KEY_RESULT}"' in client.get(TEAM).text
    assert client.get(f"{KEY_RESULT}behind/").headers["Location"] == KEY_RESULT


def test_what_gets_a_draft_there_is_for_its_own_people(get: Get, world: ReadingWorld) -> None:
    world.make_draft("calm-product")

    assert get(f"{KEY_RESULT}behind/", by="bob", status=404)


def test_silence_is_told_and_not_shown_as_success(get: Get) -> None:
    assert "100% done, stale since 7 Oct" in get(TEAM)


def test_a_key_result_says_where_its_numbers_come_from(get: Get) -> None:
    page = get(KEY_RESULT)

    assert "(now − start) ÷ (target − start) = (135 − 210) ÷ (60 − 210) = 50%" in page
    assert "135 a week, the latest check-in, of Mon 9 Nov 2026. Entered: from a plan file." in page
    assert "Evenly from Thu 1 Oct 2026 to Wed 30 Dec 2026: 50% of the time is over" in page
    assert "5 of 10, Mon 9 Nov" in page


def test_a_key_result_shows_its_needs_with_every_date(get: Get) -> None:
    page = get(KEY_RESULT)

    assert "Correct cause tags, from Support" in page
    assert "By Tue 1 Dec. Promised Sat 5 Dec. 4 days after it is needed. ‘Rebuild the sync’ waits for it." in page
    assert "Finance declined: “Not before January.”" in page


@pytest.mark.parametrize("is_dropped", [True, False])
def test_an_action_that_was_dropped_or_moved_elsewhere_waits_for_nothing(get: Get, is_dropped: bool) -> None:
    action = Action.objects.filter(title="Rebuild the sync")
    elsewhere = KeyResult.objects.exclude(pk=action.get().key_result_id).earliest("id")
    action.update(**({"dropped_at": datetime(2026, 11, 1, tzinfo=UTC)} if is_dropped else {"key_result": elsewhere}))

    page = get(KEY_RESULT)

    assert "Correct cause tags, from Support" in page
    assert "waits for it" not in page


def test_contributions_that_do_not_add_up_say_how_much_is_missing(get: Get) -> None:
    page = get(PAGES["key result with contributions"])

    assert "Accepted shares bring 3% of the 4% to go. 1% nobody has taken. Another 2% is proposed." in page
    assert "Delivered by their own progress so far: 1.5%, measured here: 1%" in page


def test_a_metric_shows_what_it_meant_before(get: Get, world: ReadingWorld) -> None:
    world.define("bob", "metric", "tickets", "definition", "Tickets from Sunday to Saturday.", "Weeks begin on Sunday.")

    page = get(METRIC)

    assert "version 2, since Mon 5 Oct" in page
    assert "Bob Berg “Weeks begin on Sunday.”" in page
    assert "Tickets from Monday Sunday to Sunday. Saturday." in page


def test_long_ids_are_no_codes(get: Get) -> None:
    assert "a-very-long-identifier" not in get(f"{ROOT}/teams/support/")


@pytest.mark.parametrize("address", [TEAM, KEY_RESULT, METRIC])
def test_what_people_write_is_text_and_nothing_else(client: Client, world: ReadingWorld, address: str) -> None:
    evil = '<script>alert(1)</script> & "more"'
    KeyResult.objects.update(title=evil, completion_criteria=evil, decomposition=evil)
    Objective.objects.update(title=evil, why=f"{evil}. {evil}")
    Action.objects.update(title=evil)
    Duty.objects.update(does=evil)
    client.force_login(world.account("carol"))

    page = client.get(address).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_can_be_translated(client: Client, world: ReadingWorld, page: str) -> None:
    client.force_login(world.account("carol"))

    with pseudo.speaking():
        text = client.get(PAGES[page]).text

    assert pseudo.untranslated(text, people_wrote=_written()) == []


@pytest.mark.parametrize("page", ["team", "key result", "metrics", "metric", "milestone"])
def test_statements_stay_within_their_budget(client: Client, world: ReadingWorld, page: str) -> None:
    client.force_login(world.account("bob"))
    client.get(PAGES[page])

    with budget(page):
        client.get(PAGES[page])


def test_twice_the_rows_take_as_many_statements(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("bob"))
    few = statements_of(client, PAGES.values())
    for objective in Objective.objects.all():
        for result in objective.key_results.all():
            _double(result)

    assert statements_of(client, PAGES.values()) == few


def _double(result: KeyResult) -> None:
    """The same key result once more, with what is under it."""
    children = [*result.actions.all(), *result.needs.all(), *result.duties.all(), *result.uses.all()]
    result.pk, result.key = None, f"{result.key}-2"
    result.save(force_insert=True)
    for child in children:
        child.pk, child.key_result = None, result
        if hasattr(child, "key"):
            child.key = f"{child.key}-2"
        child.save(force_insert=True)


def _written() -> list[str]:
    """Everything people wrote in this world, the longest first."""
    text = reading_world.PLAN.decode()
    values = re.findall(r"(?<=[:\[,] )[^\[\]{},:\"]+(?=[,\]}\n])", text)
    values.append("Four tickets in ten name three causes.")
    values.append("We fixed the loud ones.")
    # Days follow the reader's format, not a translation.
    values += ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Sept", "Oct", "Nov", "Dec"]
    codes = ["PRO", "SUP", "FIN", "NOR", "DES", "AA", "DD", "BB", "CC", "Carol Cruz"]
    return sorted({*values, *codes, "Churn from 10 to 6", "product", "support"}, key=len, reverse=True)
