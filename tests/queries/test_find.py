"""Finding things by what they are called."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.models import KeyResult, Metric, Objective, Person, Team
from accord.queries import access
from accord.queries import find as queries
from accord.services import find_index
from tests import world as cast
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    return cast.build()


def find(world: World, text: str, person: str = "carol") -> list[tuple[str, str]]:
    found = queries.find(access.reader(world.account(person)), world.cycle, text)
    return [(hit.kind, hit.key) for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("support", "team", "support"),
        ("bob", "person", "bob"),
        ("frustrates", "objective", "calm"),
        ("from 210", "key_result", "fewer-tickets"),
        ("FEWER-TICKETS", "key_result", "fewer-tickets"),
        ("tickets a week", "metric", "tickets"),
        ("week tickets", "metric", "tickets"),
        ("tickets\0week", "metric", "tickets"),
        ("  tick   WEEK ", "metric", "tickets"),
    ],
)
def test_things_are_found_by_parts_of_titles_names_and_ids(world: World, text: str, kind: str, key: str) -> None:
    assert (kind, key) in find(world, text)


@pytest.mark.parametrize("alias", ["Rückläufer", "rückläufer", "RÜCKLÄUFER", "チケット数"])
def test_other_names_of_a_metric_count_in_any_letters(world: World, alias: str) -> None:
    Metric.objects.update(aliases=["Rückläufer", "週間チケット数"])

    assert find(world, alias) == [("metric", "tickets")]


@pytest.mark.parametrize("text", ["", "   ", "nothing is called so", "%", "_", "100%", "'; --", "\\", '"'])
def test_signs_that_mean_something_to_a_database_mean_themselves(world: World, text: str) -> None:
    assert find(world, text) == []


def test_the_exact_name_comes_first_then_what_begins_so_then_what_holds_it(world: World) -> None:
    Team.objects.create(key="sales-support", name="Sales support", code="SSU")
    Team.objects.create(key="supporters", name="Supporters", code="SUR")
    Team.objects.create(key="unsupported", name="Unsupported", code="UNS")

    assert [key for _, key in find(world, "support")] == ["support", "supporters", "sales-support", "unsupported"]


def test_a_draft_is_found_by_its_own_people_only(world: World) -> None:
    Objective.objects.filter(key="calm").update(published_at=None)

    assert ("key_result", "fewer-tickets") in find(world, "calendar", "dan")
    assert find(world, "calendar", "bob") == []
    assert find(world, "frustrates", "carol") == []


def test_a_key_result_that_is_not_published_yet_is_a_draft_too(world: World) -> None:
    KeyResult.objects.filter(key="fewer-tickets").update(published_at=None)

    assert find(world, "calendar", "carol") == []


def test_what_was_dropped_is_not_found(world: World) -> None:
    Objective.objects.filter(key="calm").update(dropped_at=cast.START)

    assert find(world, "calendar", "alice") == []


def test_without_a_cycle_the_registry_and_people_are_still_found(world: World) -> None:
    found = queries.find(access.reader(world.account("bob")), None, "a")

    assert {hit.kind for hit in found.hits} == {"team", "person", "metric"}


def test_fifty_are_shown_and_that_there_are_more_is_said(world: World) -> None:
    Person.objects.bulk_create(Person(key=f"kim-{number}", name=f"Kim {number}") for number in range(60))
    reader = access.reader(world.account("bob"))

    with CaptureQueriesContext(connection) as captured:
        found = queries.find(reader, world.cycle, "kim")

    assert (len(found.hits), found.is_cut, len(captured)) == (50, True, 2 if connection.vendor == "sqlite" else 1)


def test_a_very_long_text_is_cut_before_it_is_looked_for(world: World) -> None:
    assert find(world, "support " * 10_000) == [("team", "support")]


def test_words_of_one_and_two_signs_are_found_inside_others(world: World) -> None:
    Metric.objects.update(aliases=["週間チケット数"])

    assert find(world, "数") == find(world, "週間") == find(world, "週間 数") == [("metric", "tickets")]
    assert ("team", "support") in find(world, "pp")
    assert find(world, "pp zz") == []


def test_what_is_called_otherwise_is_found_by_its_new_name_only(world: World) -> None:
    Team.objects.filter(key="support").update(name="Helpers")
    Metric.objects.update(aliases=["Rückstand"])
    Person.objects.create(key="kim", name="Kim Kato")
    Person.objects.get(key="kim").delete()

    assert find(world, "helpers") == [("team", "support")]
    assert find(world, "rückstand") == [("metric", "tickets")]
    assert find(world, "kato") == []


@pytest.mark.parametrize("text", ["AND", "NEAR(", "words:sup", "sup*", '"sup', "^sup", "OR NOT"])
def test_what_would_be_a_question_to_an_index_is_text(world: World, text: str) -> None:
    assert find(world, text) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its indexes itself")
def test_an_index_that_is_not_true_is_noticed_and_can_be_made_again(world: World) -> None:
    assert find_index.wrong() == ""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER find_team_changed")
        assert find_index.wrong() == "1 parts of it are missing"
        Team.objects.filter(key="support").update(name="Helpers")
        find_index.rebuild()
        cursor.execute("DELETE FROM accord_find WHERE words LIKE '%%helpers%%'")
    assert find_index.wrong() == "1 names in it are not what things are called"
    assert find(world, "helpers") == []

    find_index.rebuild()

    assert (find_index.wrong(), find(world, "helpers")) == ("", [("team", "support")])


def test_what_very_many_hold_is_found_all_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "TOO_MANY", 1)

    assert ("team", "support") in find(world, "support")
