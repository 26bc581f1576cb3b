"""A statement whose text is made once says what the query says, whatever the values."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accord.models import CheckIn, KeyResult
from accord.queries.prepared import Prepared
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
