"""Answering for teams through the shell: in whose name, to what exactly, and what stands in the way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import click

from accord.cli import agreement_output
from accord.cli.output import fail, print_json, say
from accord.cli.runtime import operator_now
from accord.domain.clauses import Clause

if TYPE_CHECKING:
    from accord.models import KeyResult, Person
    from accord.services.agreements.answers import CannotAnswer, Outdated, Seen
    from accord.services.telling.events import Actor

OUTDATED = 3
NOT_YOURS = 4
TRIES = 5  # parts as they are now may move between reading and answering

Wanted = Mapping[str, Sequence[str]]  # by clause: the fingerprints that are agreed to, and no others


def only_these(clauses: Sequence[str], seen: Sequence[tuple[str, str]], teams: Sequence[str]) -> Wanted:
    """Which content alone is agreed to; a fingerprint for each team's part where a clause has several parts."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for clause, fingerprint in seen:
        if fingerprint not in wanted[clause]:
            wanted[clause].append(fingerprint)
    if clauses and wanted and set(clauses) != set(wanted):
        fail("--clause and --fingerprint name different clauses. Name each clause once, with its fingerprint.")
    if crowded := [clause for clause, several in wanted.items() if len(several) > len(set(teams))]:
        fail(f"{crowded[0]} has more fingerprints than there are teams to answer for.")
    return wanted


def fingerprint_of_one(clause: str, seen: tuple[str, str] | None) -> str | None:
    """The fingerprint that goes with the one clause of the command."""
    if seen is None:
        return None
    if seen[0] != clause:
        fail(f"--clause is {clause}, but --fingerprint is of {seen[0]}. They go together.")
    return seen[1]


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody answers about a key result."""

    key_result: "KeyResult"
    person: "Person"

    @property
    def actor(self) -> "Actor":
        from accord.services.telling.events import Actor

        return Actor(self.person, "shell", self.person.email or "")

    @property
    def problems(self) -> tuple[type[Exception], ...]:
        """What may stand in the way of an answer."""
        from accord.services.agreements.answers import CannotAnswer, Outdated

        return CannotAnswer, Outdated

    def say(self, what: str, team: str, clause: Clause, text: str, wanted: str | None) -> None:
        """Object, or ask, about a team's part."""
        from accord.services.agreements import answers

        for last in _tries(only_once=wanted is not None):
            seen = answers.Seen(team, clause, wanted or self._today(team)[clause.number - 1])
            try:
                if what == "object":
                    answers.object_to(self.key_result, seen, reason=text, by=self.actor, clock=operator_now)
                else:
                    answers.ask(self.key_result, seen, question=text, by=self.actor, clock=operator_now)
                return
            except answers.Outdated:
                if last:
                    raise

    def parts(self, teams: Sequence[str], clauses: Sequence[str], wanted: Wanted) -> "list[Seen]":
        """The parts that are agreed to: as they are today, or as they are wanted."""
        from accord.services.agreements.answers import Seen

        named = [Clause(name) for name in (wanted or clauses or list(Clause))]
        today = {team: self._today(team) for team in teams}
        return [
            Seen(team, clause, _chosen(today, team, clause, wanted.get(clause.value)))
            for team in teams
            for clause in named
        ]

    def refuse(self, problem: Exception, *, as_json: bool) -> NoReturn:
        """End the command, saying why nothing was recorded."""
        from accord.services.agreements.answers import CannotAnswer, Outdated

        if isinstance(problem, Outdated):
            self._tell_outdated(problem, as_json=as_json)
            raise click.exceptions.Exit(OUTDATED)
        if not isinstance(problem, CannotAnswer):
            raise problem
        if problem.code == "no-agreement":
            fail(f"{self.key_result.key} has no agreement: no other team has a part in it.")
        say(self._why_not(problem))
        raise click.exceptions.Exit(NOT_YOURS)

    def _today(self, team: str) -> Sequence[str]:
        """A team that is no party has no parts; that is refused where the answer is recorded."""
        from accord.queries.agreements.agreement_document import fingerprints_today

        return fingerprints_today(self.key_result).get(team, ("",) * len(Clause))

    def _why_not(self, problem: "CannotAnswer") -> str:
        if problem.code == "not-a-party":
            return f"{problem.team} is no party to the agreement on {self.key_result.key}, so it has nothing to answer."
        return (
            f"{self.person.name} may not answer for {problem.team}. Its leads and delegates may,"
            " or those of the nearest team above that has any."
        )

    def _tell_outdated(self, problem: "Outdated", *, as_json: bool) -> None:
        from accord.queries.agreements.differences import differences_since

        told = differences_since(self.key_result, [(seen.fingerprint, today) for seen, today in problem.parts])
        outdated = [
            {
                "clause": seen.clause.value,
                "team": seen.team,
                "seen": seen.fingerprint,
                "today": today,
                "difference": [each.as_json() for each in difference or ()],
                "message": _what_is_known(seen.clause, seen.team, is_known=difference is not None),
            }
            for (seen, today), difference in zip(problem.parts, told, strict=True)
        ]
        if as_json:
            print_json({"outdated": outdated})
        else:
            agreement_output.print_outdated(outdated)
        say("Nothing was recorded. Look at the agreement again: `accord agreement show " + self.key_result.key + "`.")


def agree_to(acting: Acting, teams: Sequence[str], clauses: Sequence[str], wanted: Wanted) -> None:
    """Agree for teams, in one act. All that is not named leaves out what a team objects to."""
    from accord.queries.agreements.history import latest_revision
    from accord.services.agreements import answers

    for last in _tries(only_once=bool(wanted)):
        newest = None if wanted else latest_revision()
        parts = acting.parts(teams, clauses, wanted)
        try:
            answers.agree(
                acting.key_result,
                parts,
                by=acting.actor,
                clock=operator_now,
                to_all=not (wanted or clauses),
                last_revision=newest,
            )
            return
        except answers.Outdated:
            if last:
                raise


def _tries(*, only_once: bool) -> list[bool]:
    """Once for each try; True for the last."""
    return [True] if only_once else [False] * (TRIES - 1) + [True]


def _chosen(today: Mapping[str, Sequence[str]], team: str, clause: Clause, wanted: Sequence[str] | None) -> str:
    """The fingerprint a team answers to: of several that are wanted the one that is its own, or nobody's today."""
    place = clause.number - 1
    if wanted is None or today[team][place] in wanted:
        return today[team][place]
    others = {fingerprints[place] for fingerprints in today.values()}
    return next((each for each in wanted if each not in others), wanted[0])


def _what_is_known(clause: Clause, team: str, *, is_known: bool) -> str:
    if is_known:
        return f"{team}’s part of {clause} has changed since it had this fingerprint."
    return f"No content of {clause} in this agreement ever had this fingerprint."
