"""Who waits for what, and when it comes.

A key result waits for whatever provides any of its needs; an action for whatever provides a need that names it;
a milestone for nothing. A declined need waits for nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from accord.domain.checks.graphs import strong_components
from accord.domain.checks.placed import PlacedNeed, Provider, is_live
from accord.domain.plan import Need


class Waits:
    """The waits of a plan. Needs of one waiting item come in the order of their ids."""

    def __init__(self, needs: Mapping[str, PlacedNeed], provider: Callable[[Need], Provider | None]) -> None:
        self._needs = needs
        self._provider = provider
        self._late: dict[str, bool] = {}
        self._too_late: dict[tuple[str, date], list[Need] | None] = {}

    @cached_property
    def of(self) -> Mapping[str, list[Need]]:
        """The needs by which a key result or an action waits."""
        found = defaultdict(list)
        for id_ in sorted(self._needs):
            need, under = self._needs[id_]
            if is_live(need):
                found[under.it.id].append(need)
                if need.for_action is not None:
                    found[need.for_action].append(need)
        return found

    @cached_property
    def provided(self) -> Mapping[str, list[Need]]:
        """The needs that an item provides."""
        found = defaultdict(list)
        for placed in self._needs.values():
            if is_live(placed.it) and placed.it.provided_by is not None:
                found[placed.it.provided_by].append(placed.it)
        return found

    def behind(self, need: Need) -> Sequence[Need]:
        """The needs that whatever provides this one waits for itself."""
        return self.of.get(need.provided_by or "", ())

    def links(self) -> Mapping[str, Mapping[str, str]]:
        """Who waits for whom, by the need with the smallest id."""
        found: dict[str, dict[str, str]] = {}
        for waiting, needs in self.of.items():
            found[waiting] = {}
            for need in needs:
                if need.provided_by is not None:
                    found[waiting].setdefault(need.provided_by, need.id)
        return found

    def arrival(self, need: Need) -> date | None:
        """When a need comes: as promised, else when what provides it is due, else nobody knows."""
        if need.promised is not None:
            return need.promised
        provider = self._provider(need)
        return provider.due if provider else None

    def is_late(self, need: Need) -> bool:
        """Whether a need is late by itself: promised too late, or its provider due after the promise."""
        if need.id not in self._late:
            self._late[need.id] = self._is_late(need)
        return self._late[need.id]

    def _is_late(self, need: Need) -> bool:
        if need.promised is None:
            return False
        if need.by is not None and need.promised > need.by:
            return True
        provider = self._provider(need)
        return provider is not None and provider.due is not None and provider.due > need.promised

    def chain_too_late(self, need: Need) -> list[Need] | None:
        """The shortest chain of needs behind this one of which the last comes after this one's `by`, if there is one.

        Needs late by themselves are left out: they are told by themselves.
        """
        item, by = need.provided_by or "", need.by
        latest = self._latest.get(item)
        if by is None or latest is None or latest <= by or self.is_late(need):
            return None
        if (item, by) not in self._too_late:
            self._too_late[item, by] = self._chain_from(item, by)
        chain = self._too_late[item, by]
        # No chain leads back to where it began; through there no other is shorter.
        return self._chain_from(item, by, without=need.id) if chain and chain[-1].id == need.id else chain

    def _chain_from(self, item: str, by: date, without: str = "") -> list[Need] | None:
        """The shortest chain of needs by which an item waits, of which the last comes after a day, if there is one."""
        before: dict[str, Need | None] = {without: None}
        links: list[tuple[Need | None, Need]] = [(None, each) for each in self.of.get(item, ())]
        while links:
            further: list[tuple[Need | None, Need]] = []
            for one, other in links:
                if other.id in before or self.is_late(other):
                    continue
                before[other.id] = one
                arrives = self.arrival(other)
                if arrives is not None and arrives > by:
                    return _chain(other, before)
                further += [(other, each) for each in self.behind(other)]
            links = further
        return None

    @cached_property
    def _latest(self) -> Mapping[str, date]:
        """The latest arrival that any item can be kept waiting by, through needs that are not late by themselves."""
        onwards = {waiting: [need for need in needs if not self.is_late(need)] for waiting, needs in self.of.items()}
        links = {
            waiting: [need.provided_by for need in needs if need.provided_by] for waiting, needs in onwards.items()
        }
        latest: dict[str, date] = {}
        for component in strong_components(links):
            days = [day for item in component for day in self._days(onwards.get(item, ()), latest)]
            if days:
                latest.update(dict.fromkeys(component, max(days)))
        return latest

    def _days(self, needs: Sequence[Need], latest: Mapping[str, date]) -> Iterator[date]:
        for need in needs:
            for day in (self.arrival(need), latest.get(need.provided_by or "")):
                if day is not None:
                    yield day


def _chain(last: Need, before: Mapping[str, Need | None]) -> list[Need]:
    chain = []
    one: Need | None = last
    while one is not None:
        chain.append(one)
        one = before[one.id]
    return chain[::-1]
