"""The cascade: who contributes to what, whether it adds up, where nobody helps; as its readers get it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from accord.models import Contribution, Cycle, KeyResult, Objective, Person, StrategicGoal, User
from accord.queries.cascade import three_counts
from tests import reading_world
from tests.reading_world import ReadingWorld
from tests.web import pseudo
from tests.web.budget import budget, statements_of
from tests.web.editing_form import form_of

ROOT = "/cycles/2026-q4"
TOP, COMPANY, BELOW = f"{ROOT}/cascade/", f"{ROOT}/cascade/company/", f"{ROOT}/cascade/calm-product/"
BRANCHES, HELPING = f"{BELOW}branches/", f"{ROOT}/key-results/churn-down/helping/"
PAGES = {
    "cascade": TOP,
    "cascade of an objective": COMPANY,
    "cascade further down": BELOW,
    "counted": f"{ROOT}/counted/contributions/",
    "agreements of a part": f"{ROOT}/counted/agreements/?under=company",
    "serving": f"{ROOT}/counted/serving/?goal=calm",
    "serving nothing": f"{ROOT}/counted/purposes/",
    "white space": f"{ROOT}/counted/white-space/",
    "orphans": f"{ROOT}/counted/orphans/",
    "helping": HELPING,
    "strategy": f"{ROOT}/strategy/",
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
    """The text of a page's main part as a person sees it, white space apart."""

    def text(address: str, *, by: str = "carol", status: int = 200) -> str:
        client.force_login(world.account(by))
        response = client.get(address)
        assert response.status_code == status
        main = response.text.partition("<main")[2].partition("</main>")[0]
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\N{NO-BREAK SPACE}", " ")
        return re.sub(r" (?=[,.])", "", said)

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
    [
        f"{ROOT}/cascade/x/",
        f"{ROOT}/cascade/x/branches/",
        "/cycles/x/cascade/",
        f"{ROOT}/counted/x/",
        f"{ROOT}/counted/agreements/?under=x",
        f"{ROOT}/key-results/x/helping/",
        "/cycles/x/strategy/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, world: ReadingWorld, address: str) -> None:
    client.force_login(world.account("carol"))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("person", ["dan", "bob"])
def test_a_draft_is_in_no_cascade_and_no_count(client: Client, get: Get, world: ReadingWorld, person: str) -> None:
    world.make_draft("calm-product")

    page = get(TOP, by=person)

    assert "frustrates" not in page
    assert "0 of 1 contributions accepted" in page
    assert "1 of 2 objectives serve" not in page
    assert client.get(BELOW).status_code == client.get(BRANCHES).status_code == 404


def test_each_key_result_shows_who_contributes_and_whether_it_adds_up(get: Get) -> None:
    page = get(COMPANY)

    assert "Churn from 10 to 6 10% → 6%, now 9% 25% done, behind" in page
    assert "Promised 5 of the 4 points needed, if Support is accepted" in page
    assert "Product Eliminate what frustrates customers 3 of the 4 points Accepted" in page
    assert "Support Answer what is asked 2 of the 4 points Proposed" in page


@pytest.mark.parametrize(
    ("accepted", "proposed", "said"),
    [
        (3, None, "Promised 3 of the 4 points needed. One contribution has not said how much."),
        (1, 2, "Promised 3 of the 4 points needed, even if Support is accepted AL403"),
        (4, 2, "Promised 6 of the 4 points needed Product"),
    ],
)
def test_the_sum_is_told_with_both_numbers(get: Get, accepted: int, proposed: int | None, said: str) -> None:
    Contribution.objects.filter(objective__key="calm-product").update(share=accepted)
    Contribution.objects.filter(objective__key="tidy", key_result__key="churn-down").update(share=proposed)

    assert said in get(COMPANY)


def test_where_nobody_has_said_how_much_no_sum_is_made_up(get: Get) -> None:
    Contribution.objects.update(share=None)

    page = get(COMPANY)

    assert "No contribution to it has said how much it brings of the 4 points needed." in page
    assert "Promised" not in page


def test_a_result_that_a_team_reaches_with_what_others_do_has_no_sum_to_speak_of(get: Get) -> None:
    Contribution.objects.filter(key_result__key="fewer-tickets").delete()

    page = get(BELOW)

    assert "No objective contributes. Support takes part by what it does or gives." in page
    assert "of the 150" not in page


def test_what_was_declined_is_told_apart_and_not_counted(get: Get) -> None:
    Contribution.objects.filter(objective__key="tidy", key_result__key="churn-down").update(status="declined")

    page = get(COMPANY)

    assert "Promised 3 of the 4 points needed AL403" in page
    assert "Not counted: ‘Answer what is asked’ of Support, declined." in page
    assert "2 of 2 contributions accepted" in page


def test_a_band_and_a_milestone_have_no_sum(get: Get) -> None:
    page = get(BELOW)

    assert "A hold has no sum: every team can break it." in page
    assert "A milestone has no sum: it is reached, or it is not." in page


def test_white_space_offers_a_way_to_fill_it(client: Client, get: Get, world: ReadingWorld) -> None:
    others, own = get(BELOW, by="carol"), get(BELOW, by="alice")

    assert "White space AL401 Nobody contributes to this yet." in others
    assert "Propose a contribution to Uptime stays See who leads Product" in others
    assert "Ask another team for what it needs: Uptime stays" in own
    assert f'href="{ROOT}/new/need/keep-uptime/"' in client.get(BELOW).text


def test_a_contribution_is_proposed_from_the_cascade(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("bob"))
    asked = f"{ROOT}/key-results/keep-uptime/helping/"
    assert f'href="{ROOT}/new/contribution/tidy/?key_result=keep-uptime"' in client.get(asked).text

    address = f"{ROOT}/new/contribution/tidy/?key_result=keep-uptime"
    form = form_of(client.get(address).text)
    client.post(address, form)

    made = Contribution.objects.get(key_result__key="keep-uptime")
    assert (made.objective.key, made.status) == ("tidy", "proposed")
    assert "White space" not in client.get(f"{BELOW}").text.partition("keep-uptime")[2].partition("open-beta")[0]


def test_a_proposal_leads_whoever_answers_it_to_the_answer(client: Client, get: Get) -> None:
    Contribution.objects.filter(key_result__key="fewer-tickets").update(status="proposed")

    assert "40 of the 150 Yours to answer" in get(BELOW, by="alice")
    assert f'href="{ROOT}/teams/product/asks/"' in client.get(BELOW).text
    assert "40 of the 150 Proposed" in get(BELOW, by="bob")


def test_an_objective_without_a_reason_is_given_one_by_its_own_people(get: Get) -> None:
    Objective.objects.filter(key="calm-product").delete()

    assert "Answer what is asked Say what it is for" in get(f"{ROOT}/strategy/", by="bob")
    assert "Say what it is for" not in get(f"{ROOT}/strategy/", by="carol")


def test_a_new_objective_begins_with_the_key_result_it_is_written_for(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("bob"))

    assert f'href="{ROOT}/new/objective/support/?key_result=churn-down"' in client.get(HELPING).text
    form = form_of(client.get(f"{ROOT}/new/objective/support/?key_result=churn-down").text)
    client.post(f"{ROOT}/new/objective/support/", form | {"title": "Answer sooner"})

    made = Contribution.objects.get(objective__title="Answer sooner")
    assert made.key_result.key == "churn-down"


@pytest.mark.parametrize("form", ["contribution/tidy", "objective/support"])
@pytest.mark.parametrize(("key_result", "status"), [("churn-down", 200), ("fewer-tickets", 404), ("x", 404)])
def test_no_address_tells_the_title_of_a_draft(
    client: Client, world: ReadingWorld, form: str, key_result: str, status: int
) -> None:
    world.make_draft("calm-product")
    client.force_login(world.account("bob"))

    answer = client.get(f"{ROOT}/new/{form}/?key_result={key_result}")

    assert answer.status_code == status
    assert "from 210 to 60" not in answer.text


def test_a_contribution_unfolds_into_its_own_key_results(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("carol"))
    assert "Calendar tickets, from 210 to 60" not in client.get(TOP).text

    opened = client.get(BRANCHES, headers={"HX-Request": "true"}).text

    assert "<main" not in opened
    assert "Calendar tickets, from 210 to 60" in opened
    assert client.get(BRANCHES).headers["Location"] == BELOW


@pytest.mark.parametrize(
    ("count", "address", "lines"),
    [
        ("2 of 3 contributions accepted", "contributions/", 3),
        ("One waits for an answer", "contributions/?state=proposed", 1),
        ("0 of 2 agreements agreed", "agreements/", 2),
        ("2 wait for an answer", "agreements/?state=open", 2),
        ("2 key results with white space", "white-space/", 2),
        ("One objective contributes to nothing", "orphans/", 1),
        ("1 has not said why", "purposes/?state=unsaid", 1),
    ],
)
def test_each_count_leads_to_its_list(
    client: Client, get: Get, world: ReadingWorld, count: str, address: str, lines: int
) -> None:
    if address == "orphans/":
        Contribution.objects.filter(objective__key="tidy").update(status="declined")
    assert count in get(TOP)
    assert f'href="{ROOT}/counted/{address}"' in client.get(TOP).text

    listed = client.get(f"{ROOT}/counted/{address}").text

    assert listed.count('class="row-title') == lines


@pytest.mark.parametrize("address", ["serving/", "serving/?goal=calm"])
def test_what_serves_the_strategy_is_listed_behind_its_count(client: Client, get: Get, address: str) -> None:
    page = get(f"{ROOT}/strategy/")
    assert "2 of 3 objectives serve a strategic goal" in page
    assert "One objective serves it, one more by what it contributes to" in page

    assert f'href="{ROOT}/counted/{address}"' in client.get(f"{ROOT}/strategy/").text
    assert client.get(f"{ROOT}/counted/{address}").text.count('class="row-title') == 2


def test_an_objective_counts_what_hangs_below_it(get: Get) -> None:
    assert "Top to bottom None contributions accepted Nothing is proposed yet" in get(f"{ROOT}/cascade/tidy/")
    assert "1 of 1 contributions accepted" in get(BELOW)
    assert "Contributes to Churn from 10 to 6 of Northwind. Accepted" in get(BELOW)


def test_a_large_cycle_is_drawn_first_and_counted_after_it(
    client: Client, world: ReadingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(three_counts, "LARGE", 1)
    client.force_login(world.account("carol"))
    counts = f"{ROOT}/three-counts/?under=calm-product"
    page = client.get(BELOW).text

    assert "contributions accepted" not in page
    assert f'hx-get="{counts}" hx-trigger="load"' in page

    assert "contributions accepted" in client.get(counts, headers={"HX-Request": "true"}).text
    there = client.get(counts).headers["Location"]
    assert there == f"{BELOW}?counted=yes"
    assert "contributions accepted" in client.get(there).text


def test_objectives_that_support_each_other_in_a_circle_say_so(get: Get, world: ReadingWorld) -> None:
    ticket, tidy = KeyResult.objects.get(key="a-very-long-identifier"), Objective.objects.get(key="calm-product")
    Contribution.objects.create(objective=tidy, key_result=ticket)

    assert "It supports itself in a circle" in get(BELOW)
    assert "It supports itself in a circle" not in get(COMPANY)


def test_strategy_says_what_is_served_left_out_and_only_urgent(get: Get, world: ReadingWorld) -> None:
    StrategicGoal.objects.create(key="sold", title="Partners sell with us")
    StrategicGoal.objects.create(key="past", title="Open in Porto", horizon="2026-01-31")
    Objective.objects.filter(key="company").update(not_strategic_because="The landlord ends our lease.")

    page = get(f"{ROOT}/strategy/")

    assert "Q4 2026 serves all strategic goals but one" in page
    assert "Calm customers Without a horizon. One objective serves it, one more by what it contributes to." in page
    assert "Partners sell with us Without a horizon. Left out AL502 Nothing serves it in Q4 2026." in page
    assert "Nothing serves it in Q4 2026, and its time is over." in page
    assert "Only urgent 1 Fewer clinics leave The landlord ends our lease." in page
    assert "Every objective says what it is for." in page
    assert "It does not say why, what success looks like and what will be different. AL503" in page
    assert "Left out: ‘Partners sell with us’ AL502" in get(TOP)


def test_the_old_address_of_strategic_goals_leads_to_the_strategy(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("carol"))

    assert client.get("/strategic-goals/?saved=yes").headers["Location"] == f"{ROOT}/strategy/?saved=yes"


def test_before_anything_is_published_the_pages_teach(get: Get, world: ReadingWorld) -> None:
    Objective.objects.update(published_at=None)
    StrategicGoal.objects.all().delete()

    assert "Nothing hangs together yet" in get(TOP)
    assert "It begins with an objective that is published." in get(TOP)
    assert "Nobody has written down a strategic goal yet" in get(f"{ROOT}/strategy/")


def test_a_closed_cycle_is_read_and_offers_nothing(client: Client, get: Get, world: ReadingWorld) -> None:
    Cycle.objects.update(closed_at=timezone.now())

    for address in (TOP, BELOW, HELPING, f"{ROOT}/strategy/"):
        page = get(address, by="alice")
        assert "White space" in page or address != BELOW
        assert not re.search("Propose a contribution to|Ask another team|Write a|Propose this", page)


def test_a_person_without_a_team_reads_and_is_offered_nothing_to_propose(client: Client, world: ReadingWorld) -> None:
    zoe = Person.objects.create(key="zoe", name="Zoe Zorn")
    client.force_login(User.objects.create(email="zoe@north.example", person=zoe, added_at=timezone.now()))

    assert "Propose a contribution" not in client.get(BELOW).text
    assert "You are in no team" in client.get(HELPING).text


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_can_be_translated(client: Client, world: ReadingWorld, page: str) -> None:
    client.force_login(world.account("carol"))

    with pseudo.speaking():
        text = client.get(PAGES[page]).text

    assert pseudo.untranslated(text, people_wrote=_written()) == []


@pytest.mark.parametrize("page", ["cascade", "cascade of an objective", "counted", "helping"])
def test_statements_stay_within_their_budget(client: Client, world: ReadingWorld, page: str) -> None:
    client.force_login(world.account("bob"))
    client.get(PAGES[page])

    with budget(page):
        client.get(PAGES[page])


def test_twice_the_rows_take_as_many_statements(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("bob"))
    few = statements_of(client, PAGES.values())
    for objective in Objective.objects.all():
        _double(objective)

    assert statements_of(client, PAGES.values()) == few


def _double(objective: Objective) -> None:
    """The same objective once more, with its key results and what it contributes to."""
    results, given = list(objective.key_results.all()), list(objective.contributions.all())
    objective.pk, objective.key = None, f"{objective.key}-2"
    objective.save(force_insert=True)
    for result in results:
        result.pk, result.key, result.objective = None, f"{result.key}-2", objective
        result.save(force_insert=True)
    for contribution in given:
        contribution.pk, contribution.objective = None, objective
        contribution.save(force_insert=True)


def _written() -> list[str]:
    """Everything people wrote in this world, the longest first."""
    values = re.findall(r"(?<=[:\[,] )[^\[\]{},:\"]+(?=[,\]}\n])", reading_world.PLAN.decode())
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Sept", "Oct", "Nov", "Dec"]
    others = ["PRO", "SUP", "FIN", "NOR", "DES", "CC", "Carol Cruz", "Calendar tickets, from 210 to 60"]
    return sorted({*values, *days, *others}, key=len, reverse=True)
