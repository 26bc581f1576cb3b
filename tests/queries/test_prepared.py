"""A statement whose text is made once says what the query says, whatever the values."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from accord.models import CheckIn, KeyResult
from accord.queries.prepared import Prepared, Things
from tests import reading_world


@pytest.fixture
def ids(db: None) -> list[int]:
    reading_world.build()
    return list(KeyResult.objects.order_by("id").values_list("id", flat=True))


def values(ids: Collection[int], today: date) -> "QuerySet[Any, Any]":
    found = CheckIn.objects.filter(key_result_id__amongst=ids, date__lte=today, value__isnull=False)
    return found.order_by("id").values_list("key_result_id", "date", "value")


def results(key_result: int) -> "QuerySet[Any, Any]":
    return KeyResult.objects.filter(id=key_result).values_list("key", "path", "baseline", "cycle__end")


@pytest.mark.parametrize("today", [date(2026, 10, 12), date(2026, 12, 31), date(2020, 1, 1)])
def test_it_gives_what_the_query_gives(ids: list[int], today: date) -> None:
    prepared = Prepared(values, ids=list, today=date)

    for some in (ids, ids[:2], ids[3:], []):
        assert list(prepared(ids=some, today=today)) == list(values(some, today))


def test_values_have_the_types_of_their_fields(ids: list[int]) -> None:
    prepared = Prepared(results, key_result=int)

    (row,) = prepared.rows(key_result=KeyResult.objects.get(key="fewer-tickets").pk)

    assert row == {"key": "fewer-tickets", "path": [], "baseline": Decimal(210), "cycle__end": date(2026, 12, 30)}


def test_moments_are_given_as_the_query_gives_them(ids: list[int]) -> None:
    def changed(since: datetime, key: str) -> "QuerySet[Any, Any]":
        return KeyResult.objects.filter(published_at__gt=since).exclude(key=key).order_by("id").values_list("id")

    prepared = Prepared(changed, since=datetime, key=str)
    earliest = KeyResult.objects.filter(published_at__isnull=False).earliest("published_at").published_at
    assert earliest is not None

    for since in (earliest, earliest - timedelta(microseconds=1), datetime(2040, 1, 1, tzinfo=UTC)):
        assert list(prepared(since=since, key="fewer-tickets")) == list(changed(since, "fewer-tickets"))


def test_the_query_is_put_together_once(ids: list[int]) -> None:
    made: list[int] = []

    def build(key_result: int) -> "QuerySet[Any, Any]":
        made.append(key_result)
        return results(key_result)

    prepared = Prepared(build, key_result=int)
    with CaptureQueriesContext(connection) as captured:
        found = [next(prepared(key_result=each))[0] for each in ids]

    assert found == [KeyResult.objects.get(pk=each).key for each in ids]
    assert (len(made), len(captured)) == (1, len(ids))


def in_its_team(key: str) -> "QuerySet[KeyResult]":
    return KeyResult.objects.filter(key=key).select_related("objective__team", "metric", "milestone", "agreement")


@pytest.mark.parametrize("key", ["fewer-tickets", "churn-down", "nowhere", "it's 5% {0}\N{REPLACEMENT CHARACTER}"])
def test_whole_rows_come_with_what_is_selected_beside_them(ids: list[int], key: str) -> None:
    prepared = Prepared(in_its_team, key=str)

    for _ in range(2):
        found, expected = prepared.instances(key=key), list(in_its_team(key))
        with CaptureQueriesContext(connection) as captured:
            assert [_plain(each) for each in found] == [_plain(each) for each in expected]
        assert captured.captured_queries == []
        assert prepared.first(key=key) == in_its_team(key).first()


def _plain(row: KeyResult) -> list[Any]:
    measured = row.metric or row.milestone
    own = [getattr(row, field.attname) for field in KeyResult._meta.concrete_fields]
    return [*own, row._state.adding, row.objective.team.name, measured, hasattr(row, "agreement")]


def test_a_whole_row_has_what_it_is_annotated_with(ids: list[int]) -> None:
    def counted(last: date) -> "QuerySet[Any, Any]":
        found = KeyResult.objects.select_related("metric").defer("title").order_by("id")
        rows: QuerySet[Any, Any] = found.annotate(said=Count("check_ins", filter=Q(check_ins__date__lte=last)))
        return rows

    for last in (date(2026, 12, 31), date(2020, 1, 1)):
        rows = Prepared(counted, last=date).instances(last=last)
        assert [(row.pk, row.said, row.title) for row in rows] == [
            (row.pk, row.said, row.title) for row in counted(last)
        ]


def test_what_is_made_of_a_row_is_made_once_for_the_same_row(ids: list[int]) -> None:
    things = Things(Prepared(values, ids=list, today=date), lambda row: row)
    last = date(2026, 12, 31)

    first, again = things(ids=ids, today=last), things(ids=ids, today=last)

    assert [tuple(each.values()) for each in first] == list(values(ids, last))
    assert [id(each) for each in first] == [id(each) for each in again]


def test_a_number_that_is_written_otherwise_is_another_row(ids: list[int]) -> None:
    things = Things(Prepared(values, ids=list, today=date), lambda row: str(row["value"]))
    one = CheckIn.objects.filter(key_result_id__in=ids).earliest("id")

    found = []
    for written in ("5", "5.0", "5"):
        CheckIn.objects.filter(pk=one.pk).update(value=Decimal(written))
        found.append(things(ids=[one.key_result_id], today=one.date)[0])

    assert found == ["5", "5.0", "5"]


def test_a_statement_made_in_one_thread_serves_another(ids: list[int]) -> None:
    prepared = Prepared(lambda: KeyResult.objects.filter(pk=-1).values_list("path", "dropped_at", "baseline"))
    list(prepared())

    assert _in_another_thread(lambda: list(prepared())) == []


def _in_another_thread(ask: Callable[[], Any]) -> Any:
    def ask_and_hang_up() -> Any:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask_and_hang_up).result()
