"""Agreements as a state machine: whatever people do in whatever order, standings are what a plain model says.

The model knows nothing of fingerprints, tables or stored letters: it remembers texts that were agreed to.
Later kinds of change add their rules here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accord.domain.clauses import Clause
from accord.domain.plan import Action, Duty, KeyResult, Metric, Need, Plan
from accord.models import Agreement, Answer, Party, RealignedPart, Realignment, Team
from accord.queries.agreements import agreement_document
from accord.services.agreements import answers
from accord.services.realignments import realignment_deadlines
from tests import world as worlds
from tests.services.realignment_model import Model as Realigned
from tests.services.realignment_model import View
from tests.world import CLAUSES, World, the_plan, with_key_result

TEAMS = ("product", "support", "finance")
LEADS = {"product": "alice", "support": "bob", "finance": "carol"}
TEXTS = ("Sixty or fewer.", "Eighty or fewer.", "None at all.")
DAYS = (None, date(2026, 11, 13), date(2026, 12, 11))
some_team = st.sampled_from(TEAMS)
some_clause = st.sampled_from(CLAUSES)
some_text = st.sampled_from(TEXTS)


@dataclass
class Model:
    """What is written, and what each team has said, in plain values."""

    criteria: str = TEXTS[0]
    decomposition: str = TEXTS[0]
    definition: str = TEXTS[0]
    actions: dict[str, tuple[str | None, date | None]] = field(default_factory=dict)
    duties: dict[str, str] = field(default_factory=dict)
    needs: dict[str, tuple[str, str, bool]] = field(default_factory=dict)  # id: provider, what, declined
    said: dict[tuple[str, Clause], list[tuple[str, Any]]] = field(default_factory=dict)

    def parties(self) -> set[str]:
        doing = {team or "product" for team, _ in self.actions.values()}
        providing = {provider for provider, _, declined in self.needs.values() if not declined}
        return {"product"} | doing | set(self.duties) | providing

    def part(self, team: str, clause: Clause) -> Any:
        """What of a clause concerns a team; None where nothing does."""
        mine = {key: v for key, v in self.actions.items() if team in ("product", v[0] or "product")}
        needs = {k: v[:2] for k, v in self.needs.items() if not v[2] and team in ("product", v[0])}
        duties = {t: does for t, does in self.duties.items() if team in ("product", t)}
        return {
            Clause.COMPLETION_CRITERIA: ("criteria", self.criteria),
            Clause.DECOMPOSITION: (self.decomposition, {k: due for k, (_, due) in mine.items()}),
            Clause.RESPONSIBILITIES: _some(
                team == "product", {k: doer or "product" for k, (doer, _) in mine.items()}, duties
            ),
            Clause.DEPENDENCIES: _some(False, needs),
            Clause.DEFINITIONS: ("definition", self.definition),
        }[clause]

    def letter(self, team: str, clause: Clause) -> str:
        said, today = self.said.get((team, clause), []), self.part(team, clause)
        since: list[Any] = []
        for answer, content in said:
            since = [] if answer == "object" else [*since, content]
        if said and not since:
            return "x"
        if today is None or today in since:
            return "a"
        return "s" if since else "o"

    def view(self) -> View:
        """Every part there is, with its letter and what it holds."""
        parties = sorted(self.parties())
        parts = [(team, clause) for team in parties for clause in CLAUSES] if len(parties) > 1 else []
        return {part: (self.letter(*part), self.part(*part)) for part in parts}

    def last_yes(self, part: tuple[str, Clause]) -> Any:
        return next(content for answer, content in reversed(self.said[part]) if answer == "agree")

    def letters(self, team: str) -> str:
        return "".join(self.letter(team, clause) for clause in CLAUSES)


def _some(always: bool, *parts: Any) -> Any:
    return (always, *parts) if always or any(parts) else None


class Agreements(RuleBasedStateMachine):
    """People edit, take back, answer and object; parties come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = _rolled_back()
        self.stack.__enter__()
        self.world: World = worlds.build()
        self.model = Model()
        self.realigned = Realigned()
        self.seen: View = {}
        self.past = self.latest = self.texts()
        self.write()

    def teardown(self) -> None:
        self.stack.__exit__(None, None, None)

    @initialize(is_shared=st.sampled_from([True, True, False]))
    def three_teams_have_agreed_or_nobody_has_begun(self, is_shared: bool) -> None:
        if is_shared:
            self.model.duties = dict.fromkeys(TEAMS[1:], TEXTS[0])
            self.write()
            self.everybody_agrees()

    @rule(
        field=st.sampled_from(["criteria", "decomposition", "definition"]),
        text=some_text,
        ends=st.sampled_from(["open", "back", "yes", "half"]),
    )
    def change_what_all_have_agreed_to(self, field: str, text: str, ends: str) -> None:
        self.everybody_agrees()
        setattr(self.model, field, text)
        self.write()
        if ends in {"yes", "half"}:
            for team in TEAMS if ends == "yes" else TEAMS[:1]:
                self.agree(team, set(CLAUSES), to_all=True)
        if ends in {"back", "half"}:
            self.take_texts_back()

    @rule()
    def take_texts_back(self) -> None:
        """To what they were before the latest change."""
        self.model.criteria, self.model.decomposition, self.model.definition, self.model.duties = self.past
        self.write()

    @rule(text=some_text)
    def rewrite_the_criteria(self, text: str) -> None:
        self.model.criteria = text
        self.write()

    @rule(text=some_text)
    def rewrite_the_decomposition(self, text: str) -> None:
        self.model.decomposition = text
        self.write()

    @rule(text=some_text)
    def define_the_metric_otherwise(self, text: str) -> None:
        self.model.definition = text
        self.write()

    @rule(key=st.sampled_from(["a1", "a2"]), team=st.sampled_from([None, *TEAMS]), due=st.sampled_from(DAYS))
    def give_an_action(self, key: str, team: str | None, due: date | None) -> None:
        self.model.actions[key] = (team, due)
        self.write()

    @rule(team=some_team, text=some_text)
    def give_a_duty(self, team: str, text: str) -> None:
        self.model.duties[team] = text
        self.write()

    @rule(team=some_team)
    def take_a_duty_away(self, team: str) -> None:
        self.model.duties.pop(team, None)
        self.write()

    @rule(key=st.sampled_from(["n1", "n2"]), team=st.sampled_from(TEAMS[1:]), text=some_text, declined=st.booleans())
    def need_something(self, key: str, team: str, text: str, declined: bool) -> None:
        self.model.needs[key] = (team, text, declined)
        self.write()

    @rule()
    def apply_the_same_plan_again(self) -> None:
        assert not self.world.apply(lambda plan: written(plan, self.model)).changes

    @rule(team=some_team, clauses=st.sets(some_clause, min_size=1), to_all=st.booleans())
    def agree(self, team: str, clauses: set[Clause], to_all: bool) -> None:
        if not self.is_party(team):
            return
        chosen = CLAUSES if to_all else sorted(clauses, key=CLAUSES.index)
        answers.agree(
            self.world.key_result,
            self.world.seen(team, chosen),
            by=self.world.actor(LEADS[team]),
            clock=self.world.clock,
            to_all=to_all,
        )
        for clause in chosen:
            self.hear_a_yes(team, clause, to_all=to_all)
        self.look()

    @rule()
    def everybody_agrees(self) -> None:
        for team in TEAMS:
            self.agree(team, set(CLAUSES), to_all=False)  # clause by clause: objections are taken back, too

    @rule(team=some_team, clause=some_clause)
    def object_to_a_clause(self, team: str, clause: Clause) -> None:
        if not self.is_party(team):
            return
        (seen,) = self.world.seen(team, [clause])
        by = self.world.actor(LEADS[team])
        answers.object_to(self.world.key_result, seen, reason="Not like this.", by=by, clock=self.world.clock)
        self.model.said.setdefault((team, clause), []).append(("object", self.model.part(team, clause)))
        self.look()

    @rule(team=st.sampled_from(TEAMS[1:]))
    def go_ahead_without(self, team: str) -> None:
        """Two weeks later, so that every deadline has passed."""
        self.world.clock.now += timedelta(days=14)
        for number, row in enumerate(Realignment.objects.order_by("id")):
            if self.realigned.waits(number, team, self.seen):
                without = Team.objects.get(key=team)
                realignment_deadlines.go_ahead(
                    row.pk, without, reason="Away.", by=self.world.actor("alice"), clock=self.world.clock
                )
                self.realigned.go_ahead(number, team, self.seen)

    @rule(team=some_team, clause=some_clause)
    def ask(self, team: str, clause: Clause) -> None:
        if self.is_party(team):
            (seen,) = self.world.seen(team, [clause])
            by = self.world.actor(LEADS[team])
            answers.ask(self.world.key_result, seen, question="What for?", by=by, clock=self.world.clock)

    @invariant()
    def standings_are_what_the_model_says(self) -> None:
        parties = self.model.parties()
        stored = dict(self.stored().values_list("team__key", "states"))
        assert stored == ({team: self.model.letters(team) for team in parties} if len(parties) > 1 else {})

    @invariant()
    def the_agreement_is_as_its_worst_part(self) -> None:
        found = Agreement.objects.filter(pk=self.world.key_result.pk).first()
        if found:
            letters = "".join(self.stored().values_list("states", flat=True))
            names = {"x": "objected", "s": "stale", "o": "open", "a": "agreed"}
            assert found.state == names[next(letter for letter in "xsoa" if letter in letters)]

    @invariant()
    def what_was_answered_can_be_read_back(self) -> None:
        signed = set(Answer.objects.exclude(kind="object").values_list("fingerprint", flat=True))
        assert signed == agreement_document.contents(self.world.key_result, signed).keys()

    @invariant()
    def realignments_are_what_the_model_says(self) -> None:
        rows = list(Realignment.objects.order_by("id"))
        assert [row.state for row in rows] == [told.state for told in self.realigned.told]
        parts = RealignedPart.objects.filter(is_active=True).values_list(
            "realignment_id", "team__key", "clause", "state"
        )
        assert set(parts) == {
            (row.pk, team, clause.number, self.seen[team, clause][0])
            for row, told in zip(rows, self.realigned.told, strict=True)
            for team, clause in told.parts
            if told.state == "open"
        }

    def write(self) -> None:
        self.past, self.latest = self.latest, self.texts()
        self.world.apply(lambda plan: written(plan, self.model))
        self.look()

    def texts(self) -> tuple[str, str, str, dict[str, str]]:
        return self.model.criteria, self.model.decomposition, self.model.definition, dict(self.model.duties)

    def look(self) -> None:
        """Let the model of realignments see what has come of the last step."""
        before, self.seen = self.seen, self.model.view()
        self.realigned.see(before, self.seen, self.model.last_yes)

    def stored(self) -> Any:
        return Party.objects.filter(agreement_id=self.world.key_result.pk)

    def is_party(self, team: str) -> bool:
        parties = self.model.parties()
        return team in parties and len(parties) > 1

    def hear_a_yes(self, team: str, clause: Clause, *, to_all: bool) -> None:
        letter, part = self.model.letter(team, clause), self.model.part(team, clause)
        if letter == "a" or (letter == "x" and to_all):
            return
        self.model.said.setdefault((team, clause), []).append(("agree", part))


def written(plan: Plan, model: Model) -> Plan:
    """The plan file that says what the model says. What it leaves out of lists without ids is gone."""
    key_result: KeyResult = plan.objectives[0].key_results[0]
    changed = with_key_result(
        plan,
        completion_criteria=model.criteria,
        decomposition=model.decomposition,
        duties=tuple(Duty(team, does) for team, does in model.duties.items()),
        actions=tuple(Action(key, f"Action {key}", team, due=due) for key, (team, due) in model.actions.items()),
        needs=tuple(_need(key, *need) for key, need in model.needs.items()),
    )
    assert key_result.metric == "tickets"
    metrics: tuple[Metric, ...] = (replace(plan.metrics[0], definition=model.definition),)
    return replace(changed, metrics=metrics)


def _need(key: str, provider: str, what: str, declined: bool) -> Need:
    return Need(key, provider, what, declined="No time." if declined else None, stated=frozenset({"declined"}))


@contextmanager
def _rolled_back() -> Iterator[None]:
    """Everything a run did is undone at its end, so that each begins with nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_agreements_over_time() -> None:
    bare = worlds.PLAN
    worlds_plan = _without_asks(bare)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "PLAN", worlds_plan)
        patch.setattr(worlds, "the_plan", lambda text=worlds_plan: the_plan(text))
        run_state_machine_as_test(
            Agreements,
            settings=settings(
                max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )


def _without_asks(text: bytes) -> bytes:
    """The cast's plan with nothing under its shared key result yet."""
    lines = text.decode().split("\n")
    start = next(n for n, line in enumerate(lines) if line.strip().startswith("duties:"))
    end = next(n for n, line in enumerate(lines) if line.startswith("  - id: books"))
    return "\n".join([*lines[:start], *lines[end:]]).encode()
