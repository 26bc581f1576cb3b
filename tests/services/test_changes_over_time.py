"""Changes as a state machine: whatever people write, drop, bring back and answer, in whatever order, what agreements
hold, where they stand and what is realigned is what the law says, told plainly (plain_agreements, plain_plan).
"""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from accord import models as m
from accord.domain.plan_changes import FieldChange, PlanChanges
from accord.services.agreements import answers
from accord.services.definitions import carrying_out, definitions
from accord.services.definitions.definitions import Create, Edit, Restore
from accord.services.plans.plan_ids import Ids
from accord.services.realignments import realignment_deadlines
from tests.services.plain_plan import CLAUSES, WORDED
from tests.services.plain_words import MEANS, TEXTS, alike
from tests.services.stories_laws import LawfulOrganization, answer_day
from tests.services.stories_world import OBJECTIVES, OPERATOR, RESULTS, TEAMS

# A long run takes an hour; LONG_STORIES=400 asks for 400 stories of 50 steps.
STORIES, STEPS = int(os.environ.get("LONG_STORIES", "6")), 50 if "LONG_STORIES" in os.environ else 25
ACTIONS = {"a1": "one", "a2": "one", "a3": "two"}
NEEDS = {"n1": "one", "n2": "two", "n3": "three"}
ASKED = ("what", "by", "from", "completion_criteria", "for")
SUPPORTS = ("help>one", "books>one", "calm>two")
FROM_THE_START = {("metric", "tickets")}
some_team, some_text, some_clause = st.sampled_from(TEAMS), st.sampled_from(TEXTS), st.sampled_from(CLAUSES)
some_result, some_day = st.sampled_from(sorted(RESULTS)), st.sampled_from([None, "2026-11-13", "2026-12-11"])
maybe_text = st.none() | some_text
some_number = st.sampled_from([None, "60", "60.0", "45"])
as_whom = st.sampled_from(["operator", "lead", "lead", "unticked"])


class Changes(LawfulOrganization):
    """Whatever is written, answered and left alone, in any order."""

    @initialize(shared=st.sampled_from([True, True, False]))
    def results_are_shared_or_not_yet(self, shared: bool) -> None:
        if shared:
            for result in ("one", "two"):
                self.give_duties(result, [("support", TEXTS[0]), ("care", TEXTS[3])], "operator")
            self.everybody_agrees()

    # What is written

    @rule(key=some_result, name=st.sampled_from(["title", "completion_criteria", "decomposition"]), text=maybe_text,
          author=as_whom, mark=st.booleans())  # fmt: skip
    def rewrite_a_result(self, key: str, name: str, text: str | None, author: str, mark: bool) -> None:
        if text is not None or name != "title":
            self.edit("key_result", key, name, text, author=author, mark=mark)

    @rule(key=some_result, name=st.sampled_from(["target", "baseline", "due"]), number=some_number, day=some_day,
          author=as_whom)  # fmt: skip
    def measure_a_result_otherwise(self, key: str, name: str, number: Any, day: Any, author: str) -> None:
        self.edit("key_result", key, name, day if name == "due" else number, author=author)

    @rule(key=some_result, name=st.sampled_from(["metric", "terms", "guardrails"]), author=as_whom,
          metric=st.sampled_from([None, "tickets", "waits"]))  # fmt: skip
    def speak_of_a_metric(self, key: str, name: str, author: str, metric: str | None) -> None:
        if metric is None or self.plan.sees("metric", metric):
            self.edit("key_result", key, name, metric if name == "metric" else [metric] * bool(metric), author=author)

    @rule(key=st.sampled_from(sorted(OBJECTIVES)), text=some_text, author=as_whom, mark=st.booleans())
    def rename_an_objective(self, key: str, text: str, author: str, mark: bool) -> None:
        self.edit("objective", key, "title", text, author=author, mark=mark)

    @rule(key=st.sampled_from(sorted(OBJECTIVES)), ambition=st.sampled_from(["committed", "aspirational"]))
    def aim_otherwise(self, key: str, ambition: str) -> None:
        self.edit("objective", key, "ambition", ambition, author="lead")

    @rule(metric=st.sampled_from(["tickets", "waits"]), name=st.sampled_from(["definition", "name", "unit"]),
          text=some_text, author=as_whom, mark=st.booleans())  # fmt: skip
    def define_a_metric_otherwise(self, metric: str, name: str, text: str, author: str, mark: bool) -> None:
        unit = ("a day", "a month")[MEANS[text] % 2]
        self.edit("metric", metric, name, unit if name == "unit" else text, author=author, mark=mark)

    @rule(result=some_result, author=as_whom, duties=st.dictionaries(some_team, some_text, max_size=3))
    def divide_the_duties(self, result: str, author: str, duties: dict[str, str]) -> None:
        self.give_duties(result, sorted(duties.items()), author)

    @rule(key=st.sampled_from(sorted(ACTIONS)), name=st.sampled_from(["title", "team", "due", "effort_days"]),
          text=some_text, team=st.none() | some_team, day=some_day, number=some_number, author=as_whom)  # fmt: skip
    def plan_an_action(self, key: str, name: str, text: str, team: Any, day: Any, number: Any, author: str) -> None:
        values = {"title": text, "team": team, "due": day, "effort_days": number}
        if ("action", key) not in self.plan.things:
            self.make("action", key, {"key_result": ACTIONS[key]} | values, author)
        else:
            self.edit("action", key, name, values[name], author=author)

    @rule(key=st.sampled_from(sorted(NEEDS)), name=st.sampled_from(ASKED),
          text=some_text, team=some_team, day=some_day, author=as_whom)  # fmt: skip
    def need_something(self, key: str, name: str, text: str, team: str, day: Any, author: str) -> None:
        waiting = next((a for a, _ in self.plan.seen("action", key_result=NEEDS[key])), None)
        values = {"what": text, "by": day, "from": team, "completion_criteria": text, "for": waiting}
        if team == self.plan.team_of(NEEDS[key]):
            return  # no team needs something from itself
        if ("need", key) not in self.plan.things:
            self.make("need", key, {"key_result": NEEDS[key]} | values, author)
        else:
            self.edit("need", key, name, values[name], author=author)

    @rule(key=st.sampled_from(sorted(NEEDS)), day=some_day, author=as_whom,
          by=st.sampled_from([None, "a1", "a3", "two", "three"]))  # fmt: skip
    def promise(self, key: str, day: Any, author: str, by: str | None) -> None:
        need = self.plan.things.get(("need", key))
        kind = "action" if by in ACTIONS else "key_result"
        if need is None or not self.plan.sees("need", key) or (by and not self.plan.sees(kind, by)):
            return
        is_first = day is not None and not need.was_promised and need.written("promised") is None
        in_time = day is not None and (need["by"] is None or day <= need["by"])
        is_as_asked = is_first and in_time and need["declined"] is None
        need.was_promised |= need.written("promised") is not None
        fields = {"promised": day, "provided_by": by} | ({"declined": None} if day or by else {})
        self.save([Edit("need", key, {"promised": day, "provided_by": by})], fields, author, need["from"],
                  promised=key if is_as_asked else None)  # fmt: skip

    @rule(key=st.sampled_from(sorted(NEEDS)), reason=st.none() | some_text, author=as_whom)
    def decline(self, key: str, reason: str | None, author: str) -> None:
        if self.plan.sees("need", key):
            need = self.plan.things["need", key]
            need.was_promised |= need.written("promised") is not None and reason is not None
            gone = {"promised": None, "provided_by": None} if reason else {}
            self.save([Edit("need", key, {"declined": reason})], {"declined": reason} | gone, author, need["from"])

    @rule(key=st.sampled_from(SUPPORTS), share=some_number, author=as_whom)
    def propose_a_contribution(self, key: str, share: Any, author: str) -> None:
        objective, _, result = key.partition(">")
        if not self.plan.sees("objective", objective) or not self.plan.sees("key_result", result):
            return
        if ("contribution", key) not in self.plan.things or self.plan.things["contribution", key].gone is not None:
            before = self.plan.things.get(("contribution", key))
            asked_by = before.asked_by if before else set()
            fields = {"share": share, "status": "proposed"}
            self.make("contribution", key, fields, author, said={"share": share}, asked_by=asked_by)
        else:
            self.edit("contribution", key, "share", share, author=author)

    @rule(key=st.sampled_from(SUPPORTS), status=st.sampled_from(["accepted", "accepted", "declined", "proposed"]),
          author=as_whom)  # fmt: skip
    def answer_a_contribution(self, key: str, status: str, author: str) -> None:
        if self.plan.sees("contribution", key):
            was = self.plan.things["contribution", key]["status"]
            taken = key if (was, status) == ("proposed", "accepted") else None
            team = self.plan.team_of(key.partition(">")[2])
            self.save([Edit("contribution", key, {"status": status})], {"status": status}, author, team, accepted=taken)

    @rule(data=st.data(), author=as_whom)
    def drop_something(self, data: Any, author: str) -> None:
        droppable = [at for at in self.plan.things if self.plan.sees(*at) and self.may_go(*at)]
        if droppable:
            kind, key = data.draw(st.sampled_from(sorted(droppable)))
            self.drop(kind, key, author)

    @precondition(lambda self: any(self.may_return(*at) for at in self.plan.things))
    @rule(data=st.data(), author=as_whom)
    def bring_something_back(self, data: Any, author: str) -> None:
        kind, key = data.draw(st.sampled_from(sorted(at for at in self.plan.things if self.may_return(*at))))
        team = self.team_of(kind, key)
        self.save([Restore(kind, key)], {}, author, team, asks=self.plan.bring_back(kind, key))

    @precondition(lambda self: self.undo)
    @rule(count=st.integers(1, 3), reworded=st.booleans(), author=as_whom)
    def take_back(self, count: int, reworded: bool, author: str) -> None:
        """The latest edits, exactly or in other words of the same meaning."""
        for _ in range(min(count, len(self.undo))):
            kind, key, name, value = self.undo.pop()
            if name in WORDED and value is not None and reworded:
                value = alike(value)[-1]
            if not (name == "metric" and value and not self.plan.sees("metric", value)):
                self.edit(kind, key, name, value, author=author, undoes=True)

    @rule(text=some_text, team=some_team, publish=st.booleans())
    def draft_a_plan(self, text: str, team: str, publish: bool) -> None:
        if ("objective", "later") not in self.plan.things and team not in self.plan.heirs:
            objective = Create("objective", "later", {"team": "product", "title": text}, draft=True)
            definitions.save(self.cycle, [objective], by=self.lead("product"), clock=self.clock)
            result = {
                "objective": "later",
                "title": text,
                "metric": "tickets",
                "duties": [{"team": team, "does": text}],
            }
            definitions.save(
                self.cycle, [Create("key_result", "four", result)], by=self.lead("product"), clock=self.clock
            )
            self.plan.make("objective", "later", is_draft=True, title=text, team="product", ambition="committed")
            fields = {"title": text, "objective": "later", "metric": "tickets"}
            self.plan.make("key_result", "four", is_draft=True, completion_criteria=None, decomposition=None, **fields)
            self.plan.give_duties("four", [(team, text)])
        if publish and ("objective", "later") in self.plan.things:
            definitions.publish(self.cycle, "product", by=self.lead("product"), clock=self.clock)
            is_new = self.plan.things["objective", "later"].is_draft
            for at in (("objective", "later"), ("key_result", "four")):
                self.plan.things[at].is_draft = False
            self.told.changed(author="product" if is_new else None)

    @rule()
    def a_team_ends(self) -> None:
        if not self.plan.heirs:
            changes = PlanChanges(change=[FieldChange("team", "care", "succeeded_by", None, "support")])
            ids = Ids.named_in(changes, self.cycle.pk)
            carrying_out.carry_out(changes, ids, by=OPERATOR, clock=self.clock)
            self.plan.heirs["care"] = "support"
            self.told.changed()

    # What is answered

    @rule(team=some_team, result=some_result, clauses=st.sets(some_clause, min_size=1), to_all=st.booleans())
    def agree(self, team: str, result: str, clauses: set[str], to_all: bool) -> None:
        places = [(result, clause) for clause in CLAUSES if clause in clauses]
        if (team, places[0]) in self.told.seen:
            answers.agree(self.row(result), [self.on_screen(team, place) for place in places], by=self.lead(team),
                          clock=self.clock, to_all=to_all)  # fmt: skip
            self.told.agrees(team, places, to_all=to_all)
            self.told.look()

    @rule()
    def everybody_agrees(self) -> None:
        for team, place in sorted(self.told.seen):
            if place[1] == CLAUSES[0]:
                self.agree(team, place[0], set(CLAUSES), to_all=False)

    @rule(team=some_team, result=some_result, clause=some_clause, asks=st.booleans())
    def object_or_ask(self, team: str, result: str, clause: str, asks: bool) -> None:
        place = (result, clause)
        if (team, place) not in self.told.seen:
            return
        seen, by = self.on_screen(team, place), self.lead(team)
        if asks:
            answers.ask(self.row(result), seen, question="What for?", by=by, clock=self.clock)
        else:
            answers.object_to(self.row(result), seen, reason="Not like this.", by=by, clock=self.clock)
            self.told.says(team, place, "object")
            self.told.look()

    @rule(days=st.sampled_from([1, 4, 14]))
    def time_passes(self, days: int) -> None:
        self.clock.now += timedelta(days=days)
        late = m.Realignment.objects.filter(closed_at=None, escalated_at=None)
        passed = [row for row in late if answer_day(row.opened_at) < self.clock.now.date()]
        assert realignment_deadlines.escalate(now=self.clock.now) == len(passed)
        if days == 14:
            for thing in self.plan.things.values():
                thing.gone = thing.gone if thing.gone is None else -1  # too long ago to come back

    @rule(team=some_team, own=st.sampled_from(["product", "finance"]))
    def go_ahead_without(self, team: str, own: str) -> None:
        realigned = self.told.realigned
        for number, row in enumerate(m.Realignment.objects.order_by("id")):
            mine = {p for p in self.told.seen if team != own and self.plan.today(self.plan.team_of(p[1][0])) == own}
            late = answer_day(row.opened_at) < self.clock.now.date()
            if late and realigned.waits(number, team, self.told.seen, mine):
                realignment_deadlines.go_ahead(
                    row.pk, m.Team.objects.get(key=team), reason="Away.", by=self.lead(own), clock=self.clock
                )
                realigned.go_ahead(number, team, self.told.seen, mine)


def tell(stories: int = STORIES, steps: int = STEPS, **more: Any) -> None:
    quiet = settings(max_examples=stories, stateful_step_count=steps, suppress_health_check=list(HealthCheck), **more)
    run(Changes, settings=settings(quiet, deadline=None, print_blob=True))


@pytest.mark.django_db
def test_changes_over_time() -> None:
    tell()


def a_story() -> None:
    """One that needs every rule that is broken below."""
    first, other = TEXTS[0], TEXTS[3]
    story = Changes()
    try:
        story.results_are_shared_or_not_yet(shared=True)
        story.rewrite_a_result(key="one", name="title", text=first, author="lead", mark=False)
        story.check()
        story.everybody_agrees()
        story.rewrite_a_result(key="one", name="title", text=other, author="operator", mark=False)
        story.take_back(count=1, reworded=True, author="operator")
        story.check()
        story.need_something(key="n1", name="what", text=first, team="care", day=None, author="lead")
        story.everybody_agrees()
        story.promise(key="n1", day="2026-11-13", author="lead", by=None)
        story.check()
        story.a_team_ends()
        story.check()
        story.drop("key_result", "one", "lead")
        story.check()
    finally:
        story.teardown()


BROKEN: dict[str, tuple[str, Callable[..., Any]]] = {
    "whoever saves agrees to nothing by that": ("accord.services.agreements.own_yes.parts", lambda *_: []),
    "an ask is no standing yes": ("accord.services.agreements.standing_yes.parts", lambda *_: []),
    "every new wording is a new meaning": ("accord.services.definitions.wording._pasts", lambda _: {}),
    "a change undoes nothing": ("accord.services.realignments.realignments._moved", lambda *_: []),
    "a successor begins anew": ("accord.services.agreements.standing.pieces_of", lambda _: {}),
}


@pytest.mark.django_db
def test_a_story_of_every_rule_is_as_told() -> None:
    a_story()


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "broken"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_noticed(place: str, broken: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, broken)
    with pytest.raises(AssertionError):
        a_story()
