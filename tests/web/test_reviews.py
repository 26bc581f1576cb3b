"""Reviews on pages: written by the team, read by everybody, nothing typed is lost, and nothing has to be typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accord.models import CheckIn, Cycle, KeyResult, Metric, Review, Team
from tests import review_world as month
from tests.review_world import team
from tests.web import editing_form, pseudo
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.web.review_form import WRITE, form_in, form_of, publish
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/cycles/2026-q4/teams/product/reviews/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    """Today is within the cycle, whatever day the tests run on."""
    made = month.build()
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=40), end=today + timedelta(days=40))
    CheckIn.objects.create(
        key_result=made.key_result, date=today - timedelta(days=1), value="131", confidence="8",
        note="Two fixes are live.",
    )  # fmt: skip
    made.clock.now = timezone.now()
    return made


def test_it_is_published_with_no_typing_at_all(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    said = client.post(WRITE, form_of(client) | {"publish": "yes"})

    review = Review.objects.get()
    assert said.headers["Location"] == f"/reviews/{review.pk}/?saved=published"
    page = plain(client.get(said.headers["Location"]).text)
    assert "Published. One team is told what it shares with you." in page
    assert "Calendar tickets, from 210 to 60 a week" in page
    assert CheckIn.objects.count() == 1


def test_what_each_team_reads_is_fetched_when_one_looks_at_it(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    page = client.get(WRITE)
    assert "See what the one team reads" in page.text
    assert "Publish to one team" in page.text
    fetched = client.get(f"{WRITE}?each=yes", headers=HTMX)
    assert 'id="updates"' in fetched.text
    assert "Support" in plain(fetched.text)
    assert "<form" not in fetched.text
    # Without scripts the link leads to the same page with all of it.
    whole = plain(client.get(f"{WRITE}?each=yes").text)
    assert "Reads from you" in whole
    assert "Where are we?" in whole


def test_the_form_is_filled_in_from_check_ins(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    page = client.get(WRITE).text

    assert 'value="131"' in page
    assert "Gap: 71 a week to go" in plain(page)
    assert "Two fixes are live." in plain(page)
    assert 'name="sure-fewer-tickets" value="8" id="sure-fewer-tickets" checked' in page


def test_a_duration_stands_in_its_field_as_people_write_it_and_is_no_news(client: Client, world: World) -> None:
    Metric.objects.filter(key_results=world.key_result).update(unit="minutes")
    client.force_login(world.account("alice"))
    assert form_of(client)["value-fewer-tickets"] == "2 h 11"

    publish(client)
    assert CheckIn.objects.count() == 1

    client.post(WRITE, form_of(client) | {"publish": "yes", "value-fewer-tickets": "2 h 05"})
    assert CheckIn.objects.latest("date").value == 125


def test_an_old_word_on_confidence_is_chosen_for_nobody(client: Client, world: World) -> None:
    CheckIn.objects.update(date=timezone.localdate() - timedelta(days=39))
    client.force_login(world.account("alice"))

    assert " checked" not in client.get(WRITE).text


def test_what_is_typed_is_checked_in_and_printed(client: Client, world: World) -> None:
    client.force_login(world.account("dan"))

    typed = {"value-fewer-tickets": "120", "sure-fewer-tickets": "2", "way": "The release.\nAnd holidays."}
    review = publish(client, **typed)

    made = CheckIn.objects.latest("date")
    assert (made.value, made.confidence, made.by and made.by.key) == (Decimal(120), Decimal(2), "dan")
    page = plain(client.get(f"/reviews/{review.pk}/").text)
    assert "Dan Diaz" in page
    assert "The release." in page
    assert "Unlikely" in page


def test_a_check_in_since_the_form_was_given_out_is_not_typed_over(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    form = form_of(client)
    CheckIn.objects.create(key_result=world.key_result, date=timezone.localdate(), value="99")

    client.post(WRITE, form | {"publish": "yes"})

    assert CheckIn.objects.latest("date").value == Decimal(99)
    assert CheckIn.objects.count() == 2


def test_it_is_kept_by_itself_while_one_types(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    form = form_of(client)

    kept = client.post(WRITE, form | {"value-fewer-tickets": "100", "doing": "Well."}, headers=HTMX)
    again = client.post(WRITE, form | {"doing": "Very well."}, headers=HTMX)

    assert "Saved a moment ago" in plain(kept.text)
    assert "Gap: 40 a week to go" in plain(kept.text)
    assert again.status_code == 200  # the same form, which has not heard of its own first saving yet
    assert Review.objects.get().doing == "Very well."


def test_what_was_saved_stands_in_the_form_of_the_next_who_opens_it(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    client.post(WRITE, form_of(client) | {"value-fewer-tickets": "100", "doing": "Well."})

    client.force_login(world.account("dan"))
    form = form_of(client)

    assert (form["value-fewer-tickets"], form["was-fewer-tickets"], form["doing"]) == ("100", "131", "Well.")
    assert "Saved by Alice Adler" in plain(client.get(WRITE).text)


def test_a_form_that_is_sent_twice_is_published_once_and_leads_to_it_again(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    twice = form_of(client) | {"doing": "Well.", "value-fewer-tickets": "100", "publish": "yes"}

    first, again = client.post(WRITE, twice), client.post(WRITE, twice)
    other = client.post(WRITE, twice | {"value-fewer-tickets": "90"})

    assert again.headers["Location"] == first.headers["Location"]
    assert other.status_code == 409  # what was written after it is shown, and not taken for said
    assert (Review.objects.count(), CheckIn.objects.count()) == (1, 2)


def test_two_people_write_and_whoever_comes_second_sees_both_texts(client: Client, world: World) -> None:
    client.force_login(world.account("dan"))
    dans = form_of(client)
    client.force_login(world.account("alice"))
    client.post(WRITE, form_of(client) | {"doing": "Well."})

    client.force_login(world.account("dan"))
    by_itself = client.post(WRITE, dans | {"doing": "Badly."}, headers=HTMX)
    refused = client.post(WRITE, dans | {"doing": "Badly."})

    assert (by_itself.status_code, refused.status_code) == (409, 409)
    page = plain(refused.text)
    assert "Alice Adler saved this while you wrote" in page
    assert "Well." in page
    assert "Badly." in page
    assert Review.objects.get().doing == "Well."
    second = dans | {"doing": "Badly.", "seen": form_in(refused.text)["seen"]}
    assert client.post(WRITE, second).status_code == 302
    assert Review.objects.get().doing == "Badly."


def test_whoever_writes_in_two_windows_is_told_that_it_was_themselves(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    older = form_of(client)
    client.post(WRITE, form_of(client) | {"doing": "Well."})

    by_itself = client.post(WRITE, older | {"doing": "Badly."}, headers=HTMX)
    refused = client.post(WRITE, older | {"doing": "Badly."})

    assert "You saved this in another window. Save it to see both." in plain(by_itself.text)
    assert "You saved this in another window" in plain(refused.text)
    assert "Alice Adler saved this" not in plain(refused.text)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("value-fewer-tickets", "many"),
        ("value-fewer-tickets", "1" * 40),
        ("sure-fewer-tickets", "11"),
        ("sure-fewer-tickets", "likely"),
        ("doing", "x" * 10_001),
        ("note-fewer-tickets", "x" * 2_001),
        ("title", "x" * 201),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(client: Client, world: World, field: str, typed: str) -> None:
    client.force_login(world.account("alice"))

    for headers in ({}, HTMX):
        refused = client.post(WRITE, form_of(client) | {"publish": "yes", field: typed}, headers=headers)
        assert refused.status_code == 422
    page = client.post(WRITE, form_of(client) | {"publish": "yes", field: typed})

    assert f'<a href="#{field}">' in page.text
    assert typed in page.text or field.startswith("sure")
    assert not Review.objects.exists()


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_a_draft_is_its_teams_own(client: Client, world: World, person: str) -> None:
    client.force_login(world.account("alice"))
    client.post(WRITE, form_of(client) | {"doing": "Well."})
    draft = Review.objects.get()

    client.force_login(world.account(person))
    for address in (f"/reviews/{draft.pk}/", f"/reviews/{draft.pk}/review.md"):
        assert client.get(address).status_code == 404
    for answer in (client.get(WRITE), client.post(WRITE, {"publish": "yes"})):
        assert answer.status_code == 403
        assert "This isn’t yours to change" in answer.text
        assert "Well." not in answer.text
    assert "Well." not in client.get(LIST).text


@pytest.mark.parametrize("person", ["alice", "bob", "carol"])
def test_what_is_published_is_for_everybody_to_read(client: Client, world: World, person: str) -> None:
    client.force_login(world.account("alice"))
    review = publish(client, title="Fewer tickets")

    client.force_login(world.account(person))
    assert "Fewer tickets" in client.get(LIST).text
    assert "Fewer tickets" in client.get(f"/reviews/{review.pk}/").text


def test_a_stranger_signs_in_first(client: Client, world: World) -> None:
    for address in (LIST, WRITE, "/reviews/1/", "/updates/1/", "/my-reviews/"):
        assert client.get(address).headers["Location"].startswith("/sign-in/")


def test_one_goes_to_change_a_definition_and_finds_what_was_written(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    sent = client.post(WRITE, form_of(client) | {"doing": "Well.", "change": "fewer-tickets"})

    assert sent.headers["Location"] == "/cycles/2026-q4/edit/key-result/fewer-tickets/?back=review"
    assert Review.objects.get().doing == "Well."
    assert client.post(WRITE, form_of(client) | {"change": "five-days"}).status_code == 403
    address = sent.headers["Location"]
    fields = {name: values[-1] for name, values in editing_form.form_of(client.get(address).text).items() if values}
    assert client.post(address, fields).headers["Location"] == WRITE


def test_without_a_published_result_there_is_nothing_to_review(client: Client, world: World) -> None:
    KeyResult.objects.filter(objective__team__key="product").update(published_at=None)
    client.force_login(world.account("alice"))

    assert "Nothing to review yet" in plain(client.get(WRITE).text)
    assert client.post(WRITE, {"publish": "yes", "edition": "1"}).status_code == 422


def test_the_short_way_leads_to_the_team_one_is_at_home_in(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    assert client.get("/my-reviews/").headers["Location"] == LIST
    assert client.get("/my-reviews/writing/").headers["Location"] == WRITE
    client.force_login(world.account("ada"))
    assert client.get("/my-reviews/").headers["Location"] == "/directory/"


def test_markdown_holds_what_people_wrote_and_none_of_it_is_markup(client: Client, world: World) -> None:
    KeyResult.objects.filter(key="fewer-tickets").update(title="Tickets | <b>fewer</b>")
    client.force_login(world.account("alice"))
    doing = "# Not a heading\n- not a list\n1. nor this\n17.5 pts\n[no link](https://x.example) *no* _none_ `no` &lt;"
    review = publish(client, doing=doing, title="A *title*")

    said = client.get(f"/reviews/{review.pk}/review.md")

    assert said.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert said.headers["Content-Disposition"].startswith('attachment; filename="product-')
    text = said.content.decode()
    assert text.startswith("# A \\*title\\*\n")
    assert "\\# Not a heading\\\n\\- not a list\\\n1\\. nor this\\\n17.5 pts\\\n\\[no link\\](https://x" in text
    assert "\\*no\\* \\_none\\_ \\`no\\` \\&lt;" in text
    assert "| Tickets \\| \\<b\\>fewer\\</b\\> |" in text


def test_every_sentence_can_be_translated(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    typed = {"value-fewer-tickets": "200", "sure-fewer-tickets": "2", "way": "Theirs."}
    review = publish(client, **typed)
    now, months = timezone.localdate(), ("%b", "%B", "%a", "%d")
    wrote = [
        "Alice Adler", "AA", "Product", "Support", "Northwind", "Q4 2026", "Correct cause tags", "Rebuild the sync",
        "Calendar tickets, from 210 to 60 a week", "Theirs.", "a week", "Two fixes are live.", "Tag September again",
        "PRO", "SUP", *(f"{now:{each}}" for each in months), *(f"{now - timedelta(days=31):{each}}" for each in months),
    ]  # fmt: skip
    with pseudo.speaking():
        pages = [client.get(each).text for each in (WRITE, LIST, f"/reviews/{review.pk}/")]

    for page in pages:
        left = [each for each in pseudo.untranslated(page, people_wrote=wrote) if len(each) > 3]
        assert left == []


def test_pages_need_few_statements_and_no_more_for_more_results(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    client.get(WRITE)
    with budget("review, writing"):
        client.get(WRITE)
    review = publish(client)
    with budget("review"):
        client.get(f"/reviews/{review.pk}/")
    with budget("reviews"):
        client.get(LIST)


def test_the_form_of_twenty_results_asks_no_more_than_that_of_one(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    client.get(WRITE)
    with CaptureQueriesContext(connection) as one:
        client.get(WRITE)
    objective, now = world.key_result.objective, timezone.now()
    KeyResult.objects.bulk_create(
        KeyResult(cycle=world.cycle, key=f"kr{n}", objective=objective, title=f"R {n}", published_at=now)
        for n in range(20)
    )

    with CaptureQueriesContext(connection) as many:
        client.get(WRITE)

    assert len(many) == len(one)


def test_a_cycle_that_is_closed_while_one_types_takes_no_word_off_the_screen(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    open_form = form_of(client)
    Cycle.objects.update(closed_at=timezone.now())

    kept = client.post(WRITE, open_form | {"way": "Half a word"}, headers=HTMX)

    assert kept.status_code == 422
    assert "What you wrote is still here." in plain(kept.text)
    assert "HX-Retarget" not in kept.headers
    assert client.get(WRITE).status_code == 409
    assert not Review.objects.exists()


def test_what_is_published_in_one_cycle_is_not_published_in_another(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    publish(client)
    Cycle.objects.create(key="year", name="Year", start=world.cycle.start, end=world.cycle.end + timedelta(days=300))

    assert "is published." in plain(client.get(LIST).text)
    other = plain(client.get("/cycles/year/teams/product/reviews/").text)
    assert "The next is due on" in other
    assert "Say it anew" not in other


def test_a_team_that_has_ended_reviews_no_more(client: Client, world: World) -> None:
    Team.objects.filter(key="product").update(succeeded_by=team("support"))
    client.force_login(world.account("alice"))

    assert client.get(WRITE).status_code == 404
    assert client.get(LIST).status_code == 200


def test_the_day_of_the_review_is_that_of_its_publishing(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))

    review = publish(client)

    assert date.fromisoformat((review.document or {})["day"]) == timezone.localdate()


@pytest.mark.parametrize(("days_ago", "offered"), [(1, True), (70, False)])
def test_a_cycle_that_is_over_offers_its_last_review_and_no_other(
    client: Client, world: World, days_ago: int, *, offered: bool
) -> None:
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=160), end=today - timedelta(days=days_ago))
    client.force_login(world.account("alice"))

    assert (f'href="{WRITE}"' in client.get(LIST).text) is offered
