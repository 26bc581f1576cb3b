"""Where agreements stand and what changes undo, told plainly: answers to content, and the realignments they make."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tests.services.plain_plan import CLAUSES, PlainPlan, is_empty, printed
from tests.services.realignment_model import Model as Realigned
from tests.services.realignment_model import View
from tests.services.stories_people import LEADS

Place = tuple[str, str]  # key result and clause
Part = tuple[str, Place]  # team of today and place


@dataclass
class PlainAgreements:
    """`said` holds every answer there ever was: team (as whom it was given), place, answer, content."""

    plan: PlainPlan = field(default_factory=PlainPlan)
    said: list[tuple[str, Place, str, str]] = field(default_factory=list)
    realigned: Realigned = field(default_factory=Realigned)
    seen: View = field(default_factory=dict)

    def view(self) -> View:
        """Every part that there is, with its letter and content."""
        shared = {key: self.plan.parties(key) for key, _ in self.plan.seen("key_result")}
        return {
            (team, (result, clause)): (self.letter(team, (result, clause)), self.content(team, (result, clause)))
            for result, teams in shared.items()
            if len(teams) > 1
            for team in sorted(teams)
            for clause in CLAUSES
        }

    def content(self, team: str, place: Place) -> str:
        return printed(self.plan.part(place[0], team, place[1]))

    def letter(self, team: str, place: Place) -> str:
        answers = [
            (answer, content) for who, at, answer, content in self.said if (self.plan.today(who), at) == (team, place)
        ]
        since: list[str] = []
        for answer, content in answers:
            since = [] if answer == "object" else [*since, content]
        if answers and not since:
            return "x"
        part = self.plan.part(place[0], team, place[1])
        pieces = self._pieces(team, place)
        if is_empty(part) or (since and printed(part) in since) or (pieces and set(pieces) <= set(since)):
            return "a"
        return "s" if since else "o"

    def _pieces(self, team: str, place: Place) -> list[str]:
        """What each of the teams held that are one party now; what was agreed to of each counts still."""
        result, clause = place
        if team not in self.plan.heirs.values() or team == self.plan.today(self.plan.team_of(result)):
            return []
        written = sorted(each for each in self.plan.written_parties(result) if self.plan.today(each) == team)
        held = [self.plan.held(result, {each}, clause) for each in written]
        return [printed(content) for content in held if not is_empty(content)]

    def says(self, team: str, place: Place, answer: str) -> None:
        self.said.append((team, place, answer, self.content(team, place)))

    def agrees(self, team: str, places: Collection[Place], *, to_all: bool) -> None:
        """Nothing is said where nothing waits; an objection is taken back by agreeing to that clause itself."""
        for place in places:
            letter = self.letter(team, place)
            if letter in "so" or (letter == "x" and not to_all):
                self.says(team, place, "agree")

    def changed(self, *, author: str | None = None, promised: str | None = None, accepted: str | None = None) -> None:
        """Something was written: by somebody who answers for a team in its own lines, or by nobody's lead.

        `promised` names a need that was promised for the first time as asked, `accepted` a contribution that was taken.
        """
        after = self.view()
        stood = self.seen
        mine = {part for part in after if part[0] == author and self._is_altered(part, stood, after)}
        granted = self._granted(promised, accepted, after) - mine
        for part in sorted(mine | granted):
            self.says(part[0], part[1], "agree")
        self.look(self.view() if mine | granted else after)

    def look(self, now: View | None = None) -> None:
        """Let realignments see what has come of the latest step."""
        was, self.seen = self.seen, now or self.view()
        self.realigned.see(was, self.seen, self._last_yes)

    def _is_altered(self, part: Part, was: View, now: View) -> bool:
        letter, content = now[part]
        is_waiting = letter in "so"
        return is_waiting and (part not in was or was[part][1] != content)

    def _granted(self, promised: str | None, accepted: str | None, after: View) -> set[Part]:
        """An ask is a standing yes: of the key result's own team, where nothing waited before."""
        asked = ("need", promised) if promised else ("contribution", accepted or "")
        thing = self.plan.things.get(asked)
        if thing is None:
            return set()
        objective, _, supported = asked[1].partition(">")
        result = thing["key_result"] if promised else supported
        asking = self.plan.team_of(result) if promised else self.plan.things["objective", objective]["team"]
        team = self.plan.today(asking)
        part = (team, (result, "dependencies"))
        stood = part not in self.seen or self.seen[part][0] == "a"
        has_a_voice = LEADS[team] in thing.asked_by or any(
            answer == "agree" and self.plan.today(who) == team for who, _, answer, _ in self.said
        )
        return {part} if part in after and after[part][0] in "so" and stood and has_a_voice else set()

    def _last_yes(self, part: Part) -> Any:
        """What a party that comes back had agreed to."""
        team, place = part
        return next(
            content
            for who, at, answer, content in reversed(self.said)
            if (self.plan.today(who), at, answer) == (team, place, "agree")
        )
