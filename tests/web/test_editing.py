"""Editing on pages: who may, what is shown before it is saved, and that nothing anybody typed is lost."""

import re

import pytest
from django.db import connection
from django.test import Client

from accord.models import Action, Change, KeyResult, Metric, Need, Objective, Party
from accord.services.definitions import definitions
from accord.services.definitions.edits import Edit
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.web.editing_form import form_of
from tests.world import World

EDIT = "/cycles/2026-q4/edit/key-result/fewer-tickets/"
EDIT_NEED = "/cycles/2026-q4/edit/need/tags/"
NEW_ACTION = "/cycles/2026-q4/new/action/fewer-tickets/"


# SQLite has one writer, and is asked for no locks of rows.
LOOK = {"sqlite": "edit, what it does", "postgresql": "edit, what it does, with rows locked"}


@pytest.fixture
def here(db: None) -> World:
    return worlds.build()


def signed_in(client: Client, here: World, name: str) -> Client:
    client.force_login(here.account(name, is_admin=name == "ada"))
    return client


@pytest.mark.parametrize(
    ("address", "under"),
    [
        ("new/contribution/calm/", "With ‘Eliminate what frustrates customers’. It counts once"),
        ("new/key-result/calm/", "Eliminate what frustrates customers"),
        ("new/action/fewer-tickets/", "Calendar tickets, from 210 to 60 a week"),
    ],
)
def test_the_heading_of_something_new_says_what_it_is_for(
    client: Client, here: World, address: str, under: str
) -> None:
    page = signed_in(client, here, "alice").get(f"/cycles/2026-q4/{address}").text

    assert f'<p class="lede">{under}' in page


def test_a_form_sent_back_as_it_was_given_out_changes_nothing(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    given = form_of(client.get(EDIT).text)
    before = Change.objects.count()

    response = client.post(EDIT, given | {"save": "yes"})

    assert response.status_code == 302
    assert Change.objects.count() == before


def test_what_undoes_a_yes_is_shown_before_it_is_saved(client: Client, here: World) -> None:
    here.agree("bob", "support")
    signed_in(client, here, "alice")
    given = form_of(client.get(EDIT).text) | {"target": ["80"], "save": "yes"}

    shown = client.post(EDIT, given)

    assert shown.status_code == 200
    assert "One agreement goes stale; one team is asked again" in shown.text
    assert KeyResult.objects.get(key="fewer-tickets").target == 60

    saved = client.post(EDIT, form_of(shown.text) | {"save": "yes"})

    assert saved.status_code == 302
    assert KeyResult.objects.get(key="fewer-tickets").target == 80
    assert Party.objects.get(team__key="support").states[0] == "s"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"promised": "2026-12-04", "provided_by": "retag"}, "The promise of Support for Fri 4 Dec ends."),
        ({"provided_by": "retag"}, "What Support named to provide it no longer counts."),
        ({"delivered": "2026-12-04"}, "What Support delivered on Fri 4 Dec no longer counts here."),
        ({"declined": "No."}, "The no of Support ends. Finance has not said no."),
    ],
)
def test_that_the_word_of_the_team_asked_before_ends_is_shown_before_it_is_saved(
    client: Client, here: World, said: dict[str, str], told: str
) -> None:
    definitions.save(here.cycle, [Edit("need", "tags", said)], by=here.actor("bob"), clock=here.clock)
    signed_in(client, here, "alice")
    given = form_of(client.get(EDIT_NEED).text) | {"from": ["Finance"]}

    looked = client.post(EDIT_NEED, given | {"look": "yes"}, headers={"HX-Request": "true"})
    shown = client.post(EDIT_NEED, given | {"save": "yes"})

    assert all(told in plain(page.text) for page in (looked, shown))
    assert Need.objects.get(key="tags").provider.key == "support"
    assert client.post(EDIT_NEED, form_of(shown.text) | {"save": "yes"}).status_code == 302
    assert Need.objects.get(key="tags").provider.key == "finance"
    assert told not in plain(client.get(EDIT_NEED).text)


def test_two_people_at_one_form_one_wins_and_the_other_sees_both_texts(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    mine = form_of(client.get(EDIT).text)
    theirs = dict(mine)
    other = Client()
    signed_in(other, here, "dan")
    other.post(EDIT, theirs | {"decomposition": ["Two fixes take out 150."], "save": "yes"})

    response = client.post(EDIT, mine | {"decomposition": ["Four fixes do it."], "save": "yes"})

    assert response.status_code == 409
    assert "Dan Diaz saved this while you wrote" in response.text
    assert "Two fixes take out 150." in response.text
    assert "Four fixes do it." in response.text
    assert KeyResult.objects.get(key="fewer-tickets").decomposition == "Two fixes take out 150."

    again = client.post(EDIT, form_of(response.text) | {"save": "yes"})

    assert again.status_code == 302
    assert KeyResult.objects.get(key="fewer-tickets").decomposition == "Four fixes do it."


def test_who_wrote_in_a_second_window_is_told_so_and_not_named_as_another(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    first = form_of(client.get(EDIT).text)
    second = first | {"decomposition": ["Two fixes take out 150."]}
    mine = first | {"decomposition": ["Four fixes do it."]}
    client.post(EDIT, second | {"save": "yes"})

    looked = plain(client.post(EDIT, mine | {"look": "yes"}, headers={"HX-Request": "true"}).text)
    response = client.post(EDIT, mine | {"save": "yes"})

    assert response.status_code == 409
    said = plain(response.text)
    assert "You saved this in another window" in looked
    assert "You saved this in another window" in said
    assert "Two fixes take out 150." in said
    assert "Alice Adler saved" not in said
    assert "theirs" not in said.lower()


def test_who_else_saved_is_named_also_where_the_latest_was_the_reader(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    first = form_of(client.get(EDIT).text)
    for name, text in (("dan", "Two fixes take out 150."), ("alice", "Four fixes do it.")):
        edit = Edit("key_result", "fewer-tickets", {"decomposition": text})
        definitions.save(here.cycle, [edit], by=here.actor(name), clock=here.clock)

    response = client.post(EDIT, first | {"decomposition": ["Five."], "save": "yes"})

    assert response.status_code == 409
    assert "Dan Diaz saved this while you wrote" in response.text


def test_what_cannot_be_read_is_told_at_its_field_and_kept(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    given = form_of(client.get(EDIT).text) | {"target": ["about 4"], "metric": ["tikets"], "save": "yes"}

    response = client.post(EDIT, given)

    assert response.status_code == 422
    assert "Write a number, such as 4 or 1,234.5." in response.text
    assert "To: Write a number, such as 4" in response.text
    assert "Nothing is called ‘tikets’" in response.text
    assert 'value="about 4"' in response.text
    assert KeyResult.objects.get(key="fewer-tickets").target == 60


@pytest.mark.parametrize(("name", "status"), [("alice", 200), ("dan", 200), ("ada", 200), ("bob", 403), ("carol", 403)])
def test_only_a_teams_own_people_edit_its_plan(client: Client, here: World, name: str, status: int) -> None:
    signed_in(client, here, name)

    assert client.get(EDIT).status_code == status
    assert client.post(EDIT, {"title": "Mine now", "was.title": "", "save": "yes"}).status_code in {403, 302, 200, 409}
    if status == 403:
        assert KeyResult.objects.get(key="fewer-tickets").title.startswith("Calendar tickets")


def test_somebody_signed_out_is_sent_to_sign_in(client: Client, here: World) -> None:
    assert client.get(EDIT)["Location"].startswith("/sign-in/")
    assert client.post(EDIT, {"title": "x"})["Location"].startswith("/sign-in/")


def test_an_action_is_made_and_another_team_is_asked(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    typed = {"title": "Call ten clinics", "team": "Finance", "due": "2026-11-30", "save": "yes"}

    looked = client.post(NEW_ACTION, typed | {"look": "yes"}, headers={"HX-Request": "true"})
    assert "Finance" in looked.text
    assert not Action.objects.filter(title="Call ten clinics").exists()
    saved = client.post(NEW_ACTION, typed)

    assert saved.status_code == 302
    assert Action.objects.get(title="Call ten clinics").team.key == "finance"  # type: ignore[union-attr]
    assert Party.objects.filter(team__key="finance").exists()


def test_a_metric_is_changed_by_its_keepers_and_by_nobody_else(client: Client, here: World) -> None:
    signed_in(client, here, "bob")
    given = form_of(client.get("/edit/metric/tickets/").text)

    response = client.post("/edit/metric/tickets/", given | {"excludes": ["Spam."], "save": "yes"})

    assert response.status_code in {200, 302}
    signed_in(client, here, "alice")
    assert client.get("/edit/metric/tickets/").status_code == 403


def test_a_metric_is_made_by_anybody_in_a_team(client: Client, here: World) -> None:
    signed_in(client, here, "carol")

    response = client.post("/new/metric/", {"name": "Days to pay", "unit": "days", "owner": "Finance", "save": "yes"})

    assert response.status_code == 302
    assert Metric.objects.get(name="Days to pay").owner.key == "finance"  # type: ignore[union-attr]


def test_dropping_asks_first_and_can_be_taken_back(client: Client, here: World) -> None:
    here.agree("bob", "support")
    signed_in(client, here, "alice")
    page = client.get("/cycles/2026-q4/drop/action/retag/")
    assert "Drop ‘Tag September again’?" in page.text

    told = client.post("/cycles/2026-q4/drop/action/retag/", {"reason": "Not needed."})
    assert "One agreement goes stale" in told.text
    assert Action.objects.get(key="retag").dropped_at is None
    client.post("/cycles/2026-q4/drop/action/retag/", {"reason": "Not needed.", "told": token(told.text)})
    assert Action.objects.get(key="retag").dropped_at is not None
    team = client.get("/cycles/2026-q4/teams/product/").text
    assert "Tag September again" in team

    client.post("/cycles/2026-q4/bring-back/action/retag/")
    assert Action.objects.get(key="retag").dropped_at is None


def test_a_drop_is_no_yes_where_the_tick_is_taken_away(client: Client, here: World) -> None:
    for person, team in (("alice", "product"), ("bob", "support")):
        here.agree(person, team)
    signed_in(client, here, "alice")
    address = "/cycles/2026-q4/drop/action/fix-sync/"
    told = client.post(address)
    assert "This is Product’s yes" in told.text

    client.post(address, {"told": token(told.text), "asked_yes": "yes"})

    assert here.states("product")[1] == "s"


def token(text: str) -> str:
    """What a page says that it has told."""
    found = re.search(r'name="told" value="([0-9a-f]+)"', text)
    assert found
    return found[1]


def test_an_outsider_drops_and_brings_back_nothing(client: Client, here: World) -> None:
    signed_in(client, here, "bob")

    assert client.get("/cycles/2026-q4/drop/action/fix-sync/").status_code == 403
    assert client.post("/cycles/2026-q4/drop/action/fix-sync/").status_code == 403
    assert client.post("/cycles/2026-q4/bring-back/action/fix-sync/").status_code == 404
    assert Action.objects.get(key="fix-sync").dropped_at is None


OBJECTIVE = "/cycles/2026-q4/new/objective/support/"


def test_an_objective_is_written_with_results_and_needs_and_published(client: Client, here: World) -> None:
    signed_in(client, here, "bob")
    typed = {
        "title": "Customers explain once", "results": "1", "kr1-metric": "Tickets a week", "kr1-baseline": "24",
        "kr1-target": "12", "kr1-completion_criteria": "Counted in December.", "kr1-needs": "1",
        "kr1-need1-what": "One history per customer", "kr1-need1-from": "Product", "kr1-need1-by": "2026-11-27",
        "helps-key_result": "fewer-tickets", "helps-share": "10", "save": "yes",
    }  # fmt: skip

    response = client.post(OBJECTIVE, typed)

    assert response.status_code == 302, response.text
    objective = Objective.objects.get(title="Customers explain once")
    assert objective.published_at is None
    assert objective.key_results.get().title == "Tickets a week from 24 to 12"
    assert Need.objects.get(what="One history per customer").provider.key == "product"
    carol = signed_in(Client(), here, "carol")
    assert "Customers explain once" not in carol.get("/cycles/2026-q4/teams/support/").text
    assert carol.get(f"/cycles/2026-q4/edit/objective/{objective.key}/").status_code == 404

    publish = "/cycles/2026-q4/teams/support/publish/"
    assert "Customers explain once" in client.get(publish).text
    page = client.post(publish)
    assert "It opens an agreement" in page.text
    client.post(publish, {"asked_yes": "yes", "yes": "yes", "told": token(page.text)})

    assert Objective.objects.get(pk=objective.pk).published_at is not None
    assert Party.objects.filter(agreement__key_result__objective=objective).count() == 2
    assert "Customers explain once" in carol.get("/cycles/2026-q4/teams/support/").text


def test_rows_are_added_and_taken_away_without_losing_what_was_typed(client: Client, here: World) -> None:
    signed_in(client, here, "bob")
    typed = {"title": "Customers explain once", "results": "1", "kr1-needs": "1", "kr1-title": "Half as many"}

    more = client.post(OBJECTIVE, typed | {"more": "result"})
    assert more.status_code == 200
    assert 'name="results" value="1 2"' in more.text
    assert "Half as many" in more.text

    need = client.post(OBJECTIVE, typed | {"more": "kr1-"})
    assert 'name="kr1-needs" value="1 2"' in need.text

    less = client.post(OBJECTIVE, typed | {"results": "1 2", "kr2-title": "Go", "less": "kr1-"})
    assert 'name="results" value="2"' in less.text
    assert "Half as many" not in less.text


def test_what_cannot_be_read_in_a_row_is_told_there(client: Client, here: World) -> None:
    signed_in(client, here, "bob")
    typed = {
        "title": "Once",
        "results": "1",
        "kr1-title": "Half",
        "kr1-target": "about 4",
        "kr1-needs": "1",
        "save": "yes",
    }

    response = client.post(OBJECTIVE, typed)

    assert response.status_code == 422
    assert 'href="#kr1-target"' in response.text
    assert not Objective.objects.filter(title="Once").exists()


def test_choosing_shows_the_definition_before_it_is_picked(client: Client, here: World) -> None:
    signed_in(client, here, "carol")

    text = client.get("/choose/metric/?q=tick").text

    assert "Tickets from Monday to Sunday." in text
    assert 'data-value="Tickets a week"' in text
    assert client.get("/choose/secret/?q=a").status_code == 404


def test_a_date_that_will_not_hold_is_told_before_it_is_promised(client: Client, here: World) -> None:
    signed_in(client, here, "ada")
    page = "/cycles/2026-q4/edit/need/tags/"
    given = form_of(client.get(page).text)
    later = {"by": ["2026-11-01"], "look": "yes"}
    Need.objects.filter(key="tags").update(promised="2026-12-10")

    looked = client.post(page, given | later, headers={"HX-Request": "true"}).text

    assert "AL304" in looked
    assert "Will break" in looked
    mended = client.post(page, given | {"by": ["2026-12-20"], "look": "yes"}, headers={"HX-Request": "true"}).text
    assert "AL304" not in mended


def test_editing_keeps_its_budget_of_statements(client: Client, here: World) -> None:
    here.agree("bob", "support")
    signed_in(client, here, "alice")
    page = client.get(EDIT).text

    with budget("edit"):
        client.get(EDIT)
    with budget(LOOK[connection.vendor]):
        client.post(EDIT, form_of(page) | {"target": ["80"], "look": "yes"}, headers={"HX-Request": "true"})
    with budget("edit, new objective"):
        client.get("/cycles/2026-q4/new/objective/product/")
    with budget("edit, choose"):
        client.get("/choose/metric/?q=tick")


def test_guidance_stands_beside_the_field_and_stops_nobody(client: Client, here: World) -> None:
    signed_in(client, here, "alice")
    given = form_of(client.get(EDIT).text) | {"completion_criteria": [""], "target": ["300"]}

    looked = client.post(EDIT, given | {"look": "yes"}, headers={"HX-Request": "true"}).text

    criteria = re.search(r'id="guidance-completion_criteria" hx-swap-oob="true">(.*?)</div>', looked, re.S)
    target = re.search(r'id="guidance-target" hx-swap-oob="true">(.*?)</div>', looked, re.S)
    assert criteria
    assert "AL101" in criteria[1]
    assert target
    assert "AL106" in target[1]
    assert client.post(EDIT, given | {"save": "yes"}).status_code == 302
