"""An organization that people write in and answer in, there and told plainly at once; the rules of the long stories
are made of this.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from accord import models as m
from accord.domain.clauses import Clause
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, Saying
from accord.services.telling.events import Actor
from tests.services import stories_world as worlds
from tests.services.plain_agreements import PlainAgreements
from tests.services.plain_plan import WORDED, Key, fingerprint
from tests.services.stories_people import LEADS
from tests.services.stories_world import OPERATOR
from tests.world import Clock

DOING = {("action", "due"), ("action", "effort_days")}


class Organization(RuleBasedStateMachine):
    """Four teams, one of which may end, three results."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = _rolled_back()
        self.stack.__enter__()
        self.clock = Clock()
        self.cycle = worlds.begin(self.clock)
        self.told = PlainAgreements(worlds.told())
        self.plan = self.told.plan
        self.undo: list[tuple[str, str, str, Any]] = []
        self.kept: dict[str, dict[int, Any]] = {}
        self.drops = self.looks = 0

    def teardown(self) -> None:
        self.stack.__exit__(None, None, None)

    def edit(self, kind: str, key: str, name: str, value: Any, *, author: str, mark: bool = False,
             undoes: bool = False) -> None:  # fmt: skip
        if not self.plan.sees(kind, key):
            return
        thing = self.plan.things[kind, key]
        team = thing["team"] if (kind, name) in DOING and thing["team"] else self.team_of(kind, key)
        if name in {"team", "from"} and value in self.plan.heirs:
            return  # nobody asks a team that has ended
        is_marked = mark and name in WORDED and None not in (value, thing.written(name))
        if not undoes:
            self.undo.append((kind, key, name, thing.written(name)))
        asks = [(kind, key)] if thing.written(name) != value else []
        fields = {name: value}
        if name == "from" and asks:  # nobody else has promised or declined it
            fields |= dict.fromkeys(("promised", "provided_by", "declined"))
            thing.was_promised = False
        edit = Edit(kind, key, {name: value}, wording_only=frozenset([name] if is_marked else []))
        self.save([edit], fields, author, team, wording_only=is_marked, asks=asks)

    def make(self, kind: str, key: str, fields: dict[str, Any], author: str, *, said: Any = None,
             asked_by: Collection[str] = ()) -> None:  # fmt: skip
        above = fields.get("key_result")
        if (above and not self.plan.sees("key_result", above)) or set(fields.values()) & set(self.plan.heirs):
            return
        self.plan.make(kind, key, **fields).asked_by.update(asked_by)
        self.save([Create(kind, key, said or fields)], {}, author, self.team_of(kind, key), asks=[(kind, key)])

    def give_duties(self, result: str, duties: list[tuple[str, str]], author: str) -> None:
        if self.plan.sees("key_result", result) and not {team for team, _ in duties} & set(self.plan.heirs):
            self.plan.give_duties(result, duties)
            said = [{"team": team, "does": does} for team, does in duties]
            self.save([Edit("key_result", result, {"duties": said})], {}, author, self.plan.team_of(result))

    def drop(self, kind: str, key: str, author: str) -> None:
        team = self.team_of(kind, key)
        self.drops += 1
        self.save([Drop(kind, key)], {}, author, team, asks=self.plan.drop(kind, key, self.drops))

    def save(self, said: list[Saying], fields: dict[str, Any], author: str, team: str, *, wording_only: bool = False,
             promised: str | None = None, accepted: str | None = None, asks: Collection[Key] = ()) -> None:  # fmt: skip
        """Write it here and there, in the lines of a team: by its lead, or by the operator."""
        by = OPERATOR if author == "operator" or team in self.plan.heirs else self.lead(team)
        for name, value in fields.items():
            self.plan.edit(said[0].kind, said[0].id or "", name, value, wording_only=wording_only)
        for at in asks if by is not OPERATOR else ():
            self.plan.things[at].asked_by.add(LEADS[self.plan.today(team)])
        definitions.save(self.cycle, said, by=by, clock=self.clock, agree=author != "unticked")
        mine = team if by is not OPERATOR and author == "lead" else None
        self.told.changed(author=mine, promised=promised, accepted=accepted)

    def team_of(self, kind: str, key: str) -> str:
        """In whose lines a thing is made, dropped, and mostly edited."""
        thing = self.plan.things[kind, key]
        if kind == "metric":
            return str(thing["owner"])
        if kind == "contribution":
            return str(self.plan.things["objective", key.partition(">")[0]]["team"])
        if kind == "objective":
            return str(thing["team"])
        return self.plan.team_of(key if kind == "key_result" else thing["key_result"])

    def may_go(self, kind: str, key: str) -> bool:
        results = [thing for (of, _), thing in self.plan.things.items() if of == "key_result"]
        uses = [{each["metric"], *(each["terms"] or ()), *(each["guardrails"] or ())} for each in results]
        return kind != "metric" or not any(key in used for used in uses)

    def may_return(self, kind: str, key: str) -> bool:
        thing = self.plan.things[kind, key]
        if thing.gone in {None, -1}:
            return False
        if kind == "contribution":
            objective, _, result = key.partition(">")
            return self.plan.sees("objective", objective) and self.plan.sees("key_result", result)
        place = {"key_result": "objective", "action": "key_result", "need": "key_result"}.get(kind)
        return place is None or self.plan.sees(place, thing[place])

    def lead(self, team: str) -> Actor:
        return Actor(m.Person.objects.get(key=LEADS[self.plan.today(team)]), "web")

    def row(self, result: str) -> m.KeyResult:
        return m.KeyResult.objects.get(key=result)

    def on_screen(self, team: str, place: tuple[str, str]) -> Seen:
        return Seen(team, Clause(place[1]), fingerprint(self.plan.part(place[0], team, place[1])))


@contextmanager
def _rolled_back() -> Iterator[None]:
    """Everything a story did is undone at its end, so that each begins with nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
