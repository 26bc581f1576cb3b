"""The registry: what an entry means, meant before, and who relies on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accord.models import KeyResult, Metric, Milestone, Need
from accord.queries.definitions import definitions, registry
from accord.queries.definitions import uses as ways_of_use
from accord.queries.definitions.reliance import reliance
from tests import reading_world
from tests import world as small_world
from tests.reading_world import TODAY, ReadingWorld


@pytest.fixture
def world(db: None) -> ReadingWorld:
    return reading_world.build()


def uses(key: str) -> list[tuple[str, str]]:
    seen = definitions.metric_page(Metric.objects.select_related("owner").get(key=key), today=TODAY)
    return [(use.key, use.role) for use in seen.uses]


def test_the_list_is_in_order_of_name_and_counts_who_relies_on_each(world: ReadingWorld) -> None:
    listing = registry.metrics()

    assert [(entry.name, entry.used_by, entry.owner and entry.owner.name) for entry in listing.entries] == [
        ("Calendar tickets", 1, "Support"),
        ("Churn", 1, "Finance"),
        ("Uptime", 2, None),
    ]
    assert [entry.is_defined for entry in listing.entries] == [True, True, False]
    assert [(entry.key, entry.used_by) for entry in registry.milestones().entries] == [("beta", 2)]


def test_a_draft_counts_for_nothing(world: ReadingWorld) -> None:
    world.make_draft("calm-product")

    assert [entry.used_by for entry in registry.metrics().entries] == [0, 1, 1]
    assert uses("tickets") == []


def test_a_long_list_comes_in_pages(world: ReadingWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "A_PAGE", 2)

    first, second, beyond = (registry.metrics(page=page) for page in (1, 2, 9))

    assert [len(each.entries) for each in (first, second, beyond)] == [2, 1, 0]
    assert (first.pages, first.total, second.first, second.last) == (2, 3, 3, 3)


def test_a_metric_says_who_uses_it_and_as_what(world: ReadingWorld) -> None:
    assert uses("uptime") == [("keep-uptime", "measures"), ("churn-down", "guardrail")]
    beta = definitions.milestone_page(Milestone.objects.select_related("owner").get(key="beta"))
    assert [(use.key, use.role) for use in beta.uses] == [("open-beta", "measures"), ("fewer-tickets", "term")]


def test_a_metric_that_measures_what_a_need_gets_is_used_by_the_one_who_needs_it(world: ReadingWorld) -> None:
    world.define("bob", "need", "tags", "provided_by", "keep-uptime")

    assert ("fewer-tickets", "measures-need") in uses("uptime")


def test_of_many_who_use_a_metric_the_first_are_shown_and_all_are_counted(
    world: ReadingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways_of_use, "FIRST_USES", 1)
    KeyResult.objects.filter(key__in=["keep-uptime", "churn-down"]).update(metric=Metric.objects.get(key="uptime"))
    uptime = Metric.objects.get(key="uptime")

    first, everyone = (definitions.metric_page(uptime, today=TODAY, all_uses=all_uses) for all_uses in (False, True))

    assert [use.key for use in first.uses if use.role == "measures"] == ["churn-down"]
    assert {use.key for use in everyone.uses} == {"churn-down", "keep-uptime"}
    assert first.relied.key_results == everyone.relied.key_results == 2


def test_values_are_the_metrics_own_and_on_other_days_those_checked_in(world: ReadingWorld) -> None:
    seen = definitions.metric_page(Metric.objects.get(key="tickets"), today=TODAY)

    assert [(str(each.day), str(each.value), each.key_result is None) for each in seen.values] == [
        ("2026-09-28", "210", True),
        ("2026-10-12", "202", True),
        ("2026-11-09", "135", False),
    ]


def test_influences_are_told_both_ways(world: ReadingWorld) -> None:
    tickets, churn = (definitions.metric_page(Metric.objects.get(key=key), today=TODAY) for key in ("tickets", "churn"))

    assert [(each.key, each.sign, each.lag_days, each.evidence) for each in tickets.moves] == [
        ("churn", "+", 14, "stated")
    ]
    assert [each.key for each in churn.moved_by] == ["tickets"]
    assert tickets.moved_by == churn.moves == ()


def test_every_earlier_definition_can_be_read_word_for_word(world: ReadingWorld) -> None:
    world.define("bob", "metric", "tickets", "definition", "Tickets from Sunday to Saturday.", "Weeks begin on Sunday.")
    world.define("bob", "metric", "tickets", "excludes", "Questions.")
    world.define("bob", "metric", "tickets", "definition", "tickets, from Sunday to Saturday")

    versions = definitions.metric_page(Metric.objects.get(key="tickets"), today=TODAY).versions

    assert [(each.number, each.texts["definition"], each.texts["excludes"]) for each in versions] == [
        (4, "tickets, from Sunday to Saturday", "Questions."),
        (3, "Tickets from Sunday to Saturday.", "Questions."),
        (2, "Tickets from Sunday to Saturday.", None),
        (1, "Tickets from Monday to Sunday.", None),
    ]
    assert [each.is_substantive for each in versions] == [False, True, True, True]
    assert (versions[2].reason, versions[2].by and versions[2].by.name) == ("Weeks begin on Sunday.", "Bob Berg")
    assert [change.field for change in versions[1].changes] == ["excludes"]


def test_names_stand_in_the_order_people_look_for_them(world: ReadingWorld) -> None:
    Metric.objects.bulk_create(
        Metric(key=f"m-{number}", name=name) for number, name in enumerate(["Élan", "zeal", "Eland", "elan"])
    )

    names = [entry.name for entry in registry.metrics().entries]

    assert names == ["Calendar tickets", "Churn", "elan", "Élan", "Eland", "Uptime", "zeal"]


def test_what_a_change_would_touch_is_counted_by_way(world: ReadingWorld) -> None:
    uptime = Metric.objects.get(key="uptime")
    KeyResult.objects.filter(key__in=["keep-uptime", "churn-down"]).update(metric=uptime)

    found = reliance("metric", uptime.pk)

    page = definitions.metric_page(uptime, today=TODAY, all_uses=True)
    assert found.key_results == len({use.key for use in page.uses})
    assert dict(found.roles) == {
        role: len({use.key for use in page.uses if use.role == role}) for role in {use.role for use in page.uses}
    }
    assert found.agreements == len({use.key for use in page.uses if use.state})


def test_only_teams_that_agreed_to_the_words_would_be_asked_again(db: None) -> None:
    small = small_world.build()
    tickets = Metric.objects.get(key="tickets")
    before = reliance("metric", tickets.pk)

    small.agree("bob", "support")
    after = reliance("metric", tickets.pk)

    assert (before.agreements, before.teams, before.agreed) == (1, 2, 0)
    assert (after.agreed, [team.key for team in after.named]) == (1, ["support"])


def test_a_milestone_is_relied_on_also_through_the_result_that_it_measures(db: None) -> None:
    small_world.build()
    beta = Milestone.objects.create(key="beta", name="Beta")
    days = KeyResult.objects.get(key="five-days")
    KeyResult.objects.filter(pk=days.pk).update(milestone=beta)
    Need.objects.filter(key="tags").update(provided_by_key_result=days)

    found = reliance("milestone", beta.pk)

    assert dict(found.roles) == {"measures": 1, "measures-need": 1}
    assert [(use.key, use.role) for use in definitions.milestone_page(beta).uses] == [
        ("five-days", "measures"),
        ("fewer-tickets", "measures-need"),
    ]
    assert [entry.used_by for entry in registry.milestones().entries] == [2]


def test_a_metric_that_many_use_needs_no_more_statements_and_shows_the_first_twenty(
    world: ReadingWorld, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    uptime = Metric.objects.get(key="uptime")
    with CaptureQueriesContext(connection) as few:
        definitions.metric_page(uptime, today=TODAY)
    pattern = KeyResult.objects.get(key="keep-uptime")
    KeyResult.objects.bulk_create(
        KeyResult(
            cycle=pattern.cycle, objective=pattern.objective, key=f"copy-{n}", title="Copy", metric=uptime,
            published_at=pattern.published_at,
        )
        for n in range(400)
    )  # fmt: skip

    with django_assert_max_num_queries(len(few)):
        page = definitions.metric_page(uptime, today=TODAY)

    assert len(page.uses) == 20
    assert page.relied.key_results >= 400
