"""Rows that are laid out like a plan: of everything, or of things with certain ids, by statements made once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from accord import models as m
from accord.queries.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which cycle, and which things of a kind: all, or those of these ids."""

    cycle: m.Cycle | None
    keys: Collection[str] | None = None

    def __contains__(self, key: str) -> bool:
        return self.keys is None or key in self.keys


class Selection:
    """Columns of the rows of a kind, of all or of those with certain ids; `build` is given the cycle (row id)."""

    def __init__(self, build: Callable[[Any], Any], *columns: str, key: str = "key", mark: str = "") -> None:
        """`key` is where the id stands; with a `mark`, where its first half does (`objective>key result`)."""
        some = f"{key}__amongst"
        self._mark = mark
        self._all = Prepared(lambda cycle: build(cycle).values_list(*columns), cycle=int)
        self._some = Prepared(
            lambda cycle, keys: build(cycle).filter(**{some: keys}).values_list(*columns), cycle=int, keys=list
        )

    def rows(self, scope: Scope) -> list[dict[str, Any]]:
        cycle = scope.cycle.pk if scope.cycle else 0
        if scope.keys is None:
            return self._all.rows(cycle=cycle)
        keys = {key.partition(self._mark)[0] for key in scope.keys} if self._mark else scope.keys
        return self._some.rows(cycle=cycle, keys=sorted(keys))
