"""Checking in on pages: in place and without script, by those who may, losing no typing, and put right in the open."""

from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accord.models import CheckIn, Cycle, Event, KeyResult, Metric
from accord.services import check_ins
from accord.services.cycles import closing
from tests import world as worlds
from tests.web import pseudo
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db

RESULT = "/cycles/2026-q4/key-results/fewer-tickets/"
FORM = f"{RESULT}check-in/"
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    made = worlds.build()
    # The pages live today; the cast's cycle begins in time for it.
    today = timezone.localdate()
    Cycle.objects.update(start=today.replace(day=1), end=date(today.year + 1, 12, 31))
    made.key_result.refresh_from_db()
    made.clock.now = timezone.now()
    return made


def signed_in(world: World, person: str, *, is_admin: bool = False) -> Client:
    client = Client()
    client.force_login(world.account(person, is_admin=is_admin))
    return client


def said(**fields: str) -> dict[str, str]:
    return {"value": "180", "seen": "", "seen_day": timezone.localdate().isoformat()} | fields


def send(world: World, person: str = "dan", *, in_place: bool = False, **fields: Any) -> Any:
    client = signed_in(world, person)
    return client.post(FORM, said(**fields), headers=IN_PLACE if in_place else {})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def before(world: World, value: str = "190", days: int = 0, by: str = "dan", **fields: Any) -> CheckIn:
    day = timezone.localdate() - timedelta(days=days)
    return check_ins.check_in(
        world.key_result, value=Decimal(value), day=day, by=world.actor(by), clock=world.clock, **fields
    )


@pytest.mark.parametrize(("person", "may"), [("alice", True), ("dan", True), ("bob", False), ("carol", False)])
def test_the_teams_people_see_and_send_the_form_and_others_neither(world: World, person: str, may: bool) -> None:
    client = signed_in(world, person)
    page = text(client.get(RESULT))

    assert ("Save check-in" in page) is may
    assert client.get(FORM).status_code == (HTTPStatus.OK if may else HTTPStatus.FORBIDDEN)
    assert client.post(FORM, said()).status_code == (HTTPStatus.FOUND if may else HTTPStatus.FORBIDDEN)
    assert CheckIn.objects.count() == int(may)


def test_somebody_signed_out_signs_in_first_and_a_link_writes_nothing(world: World) -> None:
    answer = Client().get(FORM)
    assert (answer.status_code, answer.headers["Location"].startswith("/sign-in/")) == (HTTPStatus.FOUND, True)

    signed_in(world, "dan").get(FORM + "?value=180&confidence=likely")
    assert not CheckIn.objects.exists()


def test_without_script_it_leads_back_to_where_it_was_said(world: World) -> None:
    assert send(world, back="home").headers["Location"] == "/?cycle=2026-q4#number-fewer-tickets"
    seen = CheckIn.objects.get().mark
    assert send(world, back="team", seen=seen).headers["Location"].endswith("/teams/product/#number-fewer-tickets")
    seen = CheckIn.objects.get().mark
    assert send(world, back="https://elsewhere.example", seen=seen).headers["Location"] == f"{RESULT}#check-ins"


def test_in_place_what_was_said_takes_the_forms_place_with_the_rows_new_numbers(world: World) -> None:
    form = signed_in(world, "dan").get(f"{FORM}?back=home", headers=IN_PLACE)
    assert "<html" not in text(form)

    answer = send(world, in_place=True, back="home", confidence="slip")

    words = text(answer)
    assert "Checked in for" in words
    assert "180 a week, could slip" in words
    assert f"innerHTML:#number-now-{world.key_result.pk}" in words


@pytest.mark.parametrize(("word", "level"), [("likely", "8"), ("slip", "5"), ("unlikely", "2")])
def test_a_word_stands_for_its_level(world: World, word: str, level: str) -> None:
    send(world, confidence=word)
    assert CheckIn.objects.get().confidence == Decimal(level)


def test_tenths_count_instead_of_the_word_and_nothing_said_stays_nothing(world: World) -> None:
    send(world, confidence="likely", tenths="6.5")
    assert CheckIn.objects.get().confidence == Decimal("6.5")

    send(world, seen=CheckIn.objects.get().mark)
    assert CheckIn.objects.get().confidence is None


def test_no_confidence_is_chosen_for_anybody(world: World) -> None:
    before(world, days=3, confidence=Decimal(8))

    page = signed_in(world, "dan").get(FORM)
    assert 'name="confidence"' in text(page)
    assert "checked" not in text(page).split('class="check-in-said"')[1].split("</fieldset>")[0]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"value": ""}, "value", "Write the value."),
        ({"value": "many"}, "value", "Write a number in the way you have chosen"),
        ({"value": "16%"}, "value", "Write a number in the way you have chosen"),
        ({"value": "1" * 19}, "value", "too many digits"),
        ({"tenths": "11"}, "tenths", "from 0 to 10"),
        ({"confidence": "sure"}, "confidence", "Choose one of the three words"),
        ({"day": "tomorrow"}, "day", "Write a day such as"),
        ({"day": "2999-01-01"}, "day", "still to come"),
        ({"day": "2001-01-01"}, "day", "before it began"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_keeps_what_was_typed(
    world: World, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(world, note="Two fixes are live.", **dict[str, Any](fields))

    words = text(answer)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in words
    assert "Two fixes are live." in words
    for typed in fields.values():
        assert field == "confidence" or f'value="{typed}"' in words
    assert not CheckIn.objects.exists()


def test_two_mistakes_are_counted_once_each_in_one_summary(world: World) -> None:
    refused = text(send(world, value="many", confidence="certain"))

    assert "2 things to mend" in refused
    assert refused.count('id="errors"') == 1


def test_a_percentage_and_a_milestone_have_their_own_bounds(world: World) -> None:
    carol = signed_in(world, "carol")
    address = "/cycles/2026-q4/key-results/five-days/check-in/"

    assert "from 0 to 100" in text(carol.post(address, said(value="101")))
    assert carol.post(address, said(value="70 %")).status_code == HTTPStatus.FOUND
    assert CheckIn.objects.get().value == 70


def test_what_somebody_else_said_meanwhile_is_shown_and_not_replaced(world: World) -> None:
    before(world, "175", by="alice")

    answer = send(world, value="180", note="Mine.")

    assert answer.status_code == HTTPStatus.CONFLICT
    words = text(answer)
    assert "somebody has checked in already: 175 a week" in words
    assert "Alice Adler" in words
    assert "Mine." in words
    assert CheckIn.objects.get().value == 175
    send(world, value="180", seen=CheckIn.objects.get().mark)
    assert CheckIn.objects.get().value == 180


@pytest.mark.parametrize("in_place", [False, True])
def test_what_one_sends_twice_is_taken_once_and_nobody_was_quicker(world: World, in_place: bool) -> None:
    said_so: dict[str, Any] = {"note": "Mine.", "confidence": "slip", "back": "home"}
    first, again = (send(world, in_place=in_place, **said_so) for _ in range(2))

    assert (first.status_code, text(first)) == (again.status_code, text(again))
    assert Event.objects.filter(kind="check-in.made").count() == 1
    assert send(world, "alice", **said_so).status_code == HTTPStatus.CONFLICT
    assert send(world, value="181", **said_so).status_code == HTTPStatus.CONFLICT


def test_what_one_puts_right_twice_is_taken_once(world: World) -> None:
    row = before(world, "108")
    form = {"seen": row.mark, "value": "180"}
    dan = signed_in(world, "dan")

    assert [dan.post(f"{RESULT}check-ins/{row.pk}/", form).status_code for _ in range(2)] == [HTTPStatus.FOUND] * 2
    assert Event.objects.filter(kind="check-in.corrected").count() == 1
    assert dan.post(f"{RESULT}check-ins/{row.pk}/", form | {"value": "1"}).status_code == HTTPStatus.CONFLICT


@pytest.mark.parametrize(("value", "asks"), [("4000", True), ("-180", True), ("180", False)])
def test_a_value_unlike_any_other_is_taken_and_asked_about(world: World, value: str, asks: bool) -> None:
    answer = send(world, in_place=True, back="home", value=value)

    assert ("It is far from anything so far. Is it right?" in text(answer)) is asks
    assert CheckIn.objects.get().value == Decimal(value)


@pytest.mark.parametrize(("person", "asks"), [("dan", True), ("alice", True), ("bob", False)])
def test_it_is_asked_about_on_the_results_own_page_until_it_is_put_right(world: World, person: str, asks: bool) -> None:
    before(world, days=9)
    row = before(world, "4000")
    client, question = signed_in(world, person), "4,000 a week is far from anything so far. Is it right?"

    assert (question in text(client.get(RESULT))) is asks

    check_ins.correct(row.pk, value=Decimal(185), seen=row.mark, by=world.actor("dan"), clock=world.clock)
    assert question not in text(client.get(RESULT))


def test_only_who_may_put_it_right_is_asked_why_confidence_fell(world: World) -> None:
    before(world, days=3, confidence=Decimal(8))
    before(world, by="alice", confidence=Decimal(3))

    assert "Confidence fell from 8 to 3." in text(signed_in(world, "alice").get(RESULT))
    assert "Confidence fell" not in text(signed_in(world, "dan").get(RESULT))


def test_a_drop_of_confidence_asks_for_a_note_and_takes_none(world: World) -> None:
    before(world, days=3, confidence=Decimal(8))

    answer = send(world, in_place=True, back="home", confidence="slip")
    assert "You are less sure than last time. What happened?" in text(answer)
    assert "Confidence fell from 8 to 5." in text(signed_in(world, "dan").get(RESULT))

    row = CheckIn.objects.latest("date")
    form = {"seen": row.mark, "value": "180", "tenths": "5", "note": "The vendor is late.", "back": "home"}
    signed_in(world, "dan").post(f"{RESULT}check-ins/{row.pk}/", form)
    assert CheckIn.objects.latest("date").note == "The vendor is late."
    assert "Confidence fell" not in text(signed_in(world, "dan").get(RESULT))


def test_ones_own_is_put_right_and_taken_back_in_the_open(world: World) -> None:
    row = before(world, "108")
    address = f"{RESULT}check-ins/{row.pk}/"
    dan = signed_in(world, "dan")
    assert 'value="108"' in text(dan.get(address))

    dan.post(address, {"seen": row.mark, "value": "180"})
    row.refresh_from_db()
    assert row.value == 180
    assert "it said 108 a week" in text(dan.get("/activity/"))

    assert dan.post(address, {"seen": row.mark, "take_back": "yes"}).status_code == HTTPStatus.FOUND
    assert not CheckIn.objects.exists()
    assert "took back the check-in" in text(dan.get("/activity/"))


@pytest.mark.parametrize(("person", "status"), [("alice", 200), ("dan", 403), ("bob", 403), ("carol", 403)])
def test_anothers_is_put_right_by_who_answers_for_the_team(world: World, person: str, status: int) -> None:
    row = before(world, by="alice")
    assert signed_in(world, person).get(f"{RESULT}check-ins/{row.pk}/").status_code == status


def test_what_is_closed_offers_no_form(world: World) -> None:
    closing.close(world.key_result, grade=Decimal("0.7"), by=world.actor("alice"), clock=world.clock)

    assert signed_in(world, "dan").get(FORM).headers["Location"].startswith(RESULT)
    assert signed_in(world, "bob").get(FORM).status_code == HTTPStatus.FORBIDDEN
    assert send(world).status_code == HTTPStatus.FORBIDDEN
    assert "Save check-in" not in text(signed_in(world, "dan").get(RESULT))
    assert "Check in" not in text(signed_in(world, "dan").get("/cycles/2026-q4/teams/product/"))


def test_home_and_numbers_list_what_is_ones_own_to_say_the_silent_first(world: World) -> None:
    alice = text(signed_in(world, "alice").get("/numbers/"))
    assert "Calendar tickets, from 210 to 60 a week" in alice
    assert "One number waits for you" in alice
    assert "Nothing is yours to count" in text(signed_in(world, "bob").get("/numbers/"))

    before(world)
    assert "Your numbers are up to date" in text(signed_in(world, "alice").get("/numbers/"))
    assert "Its latest value is recent." in text(signed_in(world, "alice").get("/"))
    KeyResult.objects.filter(pk=world.key_result.pk).update(accountable=world.actor("bob").person_id)
    assert "Calendar tickets" in text(signed_in(world, "bob").get("/numbers/"))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (6, "Last said on Tue 17 Nov, next by Tue 24 Nov."),
        (7, "A value is expected today."),
        (8, "A new value is expected since Sun 22 Nov."),
    ],
)
def test_a_number_says_when_it_is_expected(world: World, days: int, told: str) -> None:
    Metric.objects.filter(key="tickets").update(frequency="weekly")
    before(world, days=days)
    assert told in text(signed_in(world, "alice").get("/numbers/"))


def test_a_duration_is_typed_as_one_says_it(world: World) -> None:
    Metric.objects.filter(key="tickets").update(unit="minutes")
    send(world, value="5:25")
    row = CheckIn.objects.get()
    assert row.value == 325

    dan = signed_in(world, "dan")
    form = text(dan.get(FORM))
    assert 'placeholder="5 h 25"' in form
    assert "A plain number counts as minutes. Hours and minutes: 5:25." in form
    assert f'aria-describedby="value-{world.key_result.pk}-hint"' in form
    assert 'value="5 h 25"' in text(dan.get(f"{RESULT}check-ins/{row.pk}/"))


def test_what_is_no_duration_needs_no_hint(world: World) -> None:
    assert "counts as" not in text(signed_in(world, "dan").get(FORM))


def test_a_long_history_is_told_page_by_page(world: World) -> None:
    Cycle.objects.update(start=date(2020, 1, 1))
    today = timezone.localdate()
    CheckIn.objects.bulk_create(
        CheckIn(key_result=world.key_result, date=today - timedelta(days=days), value=str(days))
        for days in range(1_000)
    )
    page = text(signed_in(world, "bob").get(RESULT))
    assert "1000 check-ins" in page
    assert "See the other 988" in page
    assert len(page) < 150_000

    first = text(signed_in(world, "bob").get(f"{RESULT}check-ins/"))
    assert first.count('<tr><th scope="row"') == 50
    older = today - timedelta(days=49)
    assert f"?before={older.isoformat()}" in first
    assert signed_in(world, "bob").get(f"{RESULT}check-ins/?before=never").status_code == HTTPStatus.OK


def test_every_number_says_where_it_comes_from(world: World) -> None:
    before(world, "180", confidence=Decimal(5))

    page = text(signed_in(world, "bob").get(RESULT))
    assert "(180 − 210) ÷ (60 − 210) = 20%" in page
    assert "Entered: Dan Diaz" in page
    assert "As of" in page


def test_a_check_in_leaves_one_event(world: World) -> None:
    send(world)
    assert list(Event.objects.filter(kind__startswith="check-in").values_list("kind", flat=True)) == ["check-in.made"]


def test_every_sentence_can_be_translated_and_its_statements_are_counted(world: World) -> None:
    row = before(world, confidence=Decimal(5), days=1)
    dan = signed_in(world, "dan")
    pages = {
        "numbers": "/numbers/",
        "check in": FORM,
        "check-ins": f"{RESULT}check-ins/",
        "check-in, to put right": f"{RESULT}check-ins/{row.pk}/",
    }
    wrote = [world.key_result.title, "a week", "Dan Diaz", "DD", "Q4 2026", "Product", "Northwind", "Calendar tickets"]
    when = sorted({f"{day:%a} {day.day} {day:%b}" for day in (row.date, timezone.localdate())})
    for name, address in pages.items():
        dan.get(address)
        with budget(name):
            dan.get(address)
        with pseudo.speaking():
            page = dan.get(address).content.decode()
        months = [f"{row.date:%A}", f"{row.date:%B}", f"{row.date:%b}", f"{row.date:%a}"]
        assert pseudo.untranslated(page, people_wrote=[*wrote, *when, *months]) == [], name
