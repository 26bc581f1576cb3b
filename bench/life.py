"""What happened in a made-up organization: people answer, object, ask, change what is written, and answer again.

Everything goes through the services that people's own clicks go through; nothing is put into tables beside them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from accord.domain.answering import TeamPeople, answerers
from accord.domain.clauses import Clause
from accord.domain.plan import Plan, Team
from accord.models import Cycle, KeyResult, Party, Person
from accord.services import statistics
from accord.services.agreements import answers
from accord.services.agreements.answers import Seen
from accord.services.definitions import definitions
from accord.services.plans import plans
from accord.services.telling.events import Actor
from bench import words
from bench.generate import Made

OPENS = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
MOST_ACTS = 8_000  # answered one by one; beyond that the parts of an organization look alike
CHANGES = 3
CHANGED_AT_ONCE = 40
CLAUSES = tuple(Clause)
Tell = Callable[[str], None]
Row = tuple[int, list[Party]]  # an agreement's key result, and its parties


@dataclass
class Clock:
    """A clock that moves on by seven seconds whenever somebody looks at it."""

    now: datetime = OPENS

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=7)
        return self.now


@dataclass
class Life:
    """An organization while its story is told."""

    made: Made
    rng: Random
    tell: Tell
    clock: Clock = field(default_factory=Clock)
    signers: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def who_answers(self, team: str) -> Actor:
        """Somebody who signs for a team."""
        key = self.signers[team]
        if key not in self.actors:
            self.actors[key] = _actor(key)
        return self.actors[key]


def live(made: Made, *, seed: int, tell: Tell) -> None:
    """Bring an empty installation to where a plan of this kind is after six weeks."""
    life = Life(made, Random(seed), tell, signers=signers(made.plan))
    tell("applying the plan")
    plans.apply_plan(made.plan, by=Actor(None, "shell"), clock=life.clock)
    statistics.refresh()  # as `accord apply` does
    rows = _in_order(life)
    shown = {pk for pk, parties in rows if _concerns(parties, made.shown_team)}
    _answer_all(life, rows)
    for number in range(1, CHANGES + 1):
        tell(f"changing definitions, {number} of {CHANGES}")
        _change(life, [pk for pk, _ in rows[: MOST_ACTS // 4]], shown)
    _answer_again(life)


def signers(plan: Plan) -> dict[str, str]:
    """For each team somebody who answers for it, by their ids."""
    people = {team.id: _people_of(team) for team in plan.teams}
    return {team: answerers(team, people)[0] for team in people}


def _people_of(team: Team) -> TeamPeople:
    by_role = {role: tuple(each.person for each in team.members if each.role == role) for role in ("lead", "delegate")}
    return TeamPeople(team.parent, by_role["lead"], by_role["delegate"], team.succeeded_by)


def _in_order(life: Life) -> list[Row]:
    """Every agreement with its parties; the shown team's first, the others shuffled."""
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.select_related("team").order_by("agreement_id", "team__key"):
        parties.setdefault(party.agreement_id, []).append(party)
    rows = list(parties.items())
    life.rng.shuffle(rows)
    return sorted(rows, key=lambda row: not _concerns(row[1], life.made.shown_team))


def _concerns(parties: Sequence[Party], team: str) -> bool:
    return any(party.team.key == team for party in parties)


def _answer_all(life: Life, rows: Sequence[Row]) -> None:
    """Most say yes to everything; some object to a clause or ask about one, and some have not answered yet."""
    acts = 0
    key_results = KeyResult.objects.select_related("cycle").in_bulk([pk for pk, _ in rows[:MOST_ACTS]])
    for pk, parties in rows:
        if acts >= MOST_ACTS:
            return
        for party in parties:
            _answer(life, key_results[pk], party)
            acts += 1
            if acts % 500 == 0:
                life.tell(f"answering, {acts} times so far")


def _answer(life: Life, key_result: KeyResult, party: Party) -> None:
    lot = life.rng.random()
    by = life.who_answers(party.team.key)
    parts = _parts(party)
    if lot < 0.80:
        answers.agree(key_result, parts, by=by, clock=life.clock, to_all=True)
    elif lot < 0.88:
        _object_or_ask(life, key_result, party, by)


def _object_or_ask(life: Life, key_result: KeyResult, party: Party, by: Actor) -> None:
    filled = [seen for seen, empty in zip(_parts(party), party.empties, strict=True) if empty == "0"]
    seen = life.rng.choice(filled)
    text = words.sentences(life.rng, words.STEPS, 1, 2, party.team.name)
    if life.rng.random() < 0.5:
        answers.object_to(key_result, seen, reason=text, by=by, clock=life.clock)
        return
    answers.ask(key_result, seen, question=text, by=by, clock=life.clock)
    answers.agree(key_result, [each for each in filled if each != seen], by=by, clock=life.clock)
    own = party.agreement.parties.get(is_own=True).team.key
    reply = words.filled(life.rng, words.STEPS[0], own)
    answers.reply(key_result, seen.clause, own, text=reply, by=life.who_answers(own), clock=life.clock)


def _parts(party: Party) -> list[Seen]:
    return [Seen(party.team.key, clause, party.fingerprints[clause.number - 1]) for clause in CLAUSES]


def _change(life: Life, answered: Sequence[int], shown: set[int]) -> None:
    """One change of many definitions at once, as an applied plan file makes it."""
    cycle = Cycle.objects.get()
    life.clock.now += timedelta(days=10)
    chosen = [*life.rng.sample(answered, min(CHANGED_AT_ONCE, len(answered))), *life.rng.sample(sorted(shown), 2)]
    rows = KeyResult.objects.in_bulk(chosen)
    edits = [_edit(life, rows[pk]) for pk in dict.fromkeys(chosen)]
    definitions.save(cycle, edits, by=Actor(None, "shell"), clock=life.clock, reason=life.rng.choice(words.REASONS))


def _edit(life: Life, key_result: KeyResult) -> definitions.Edit:
    lot = life.rng.random()
    if lot < 0.25:  # the same words, punctuated otherwise
        return definitions.Edit("key_result", key_result.key, {"title": f"{key_result.title}."})
    if lot < 0.6:
        text = words.sentences(life.rng, words.CHECKS, 1, 3, "The team")
        return definitions.Edit("key_result", key_result.key, {"completion_criteria": text})
    steps = words.sentences(life.rng, words.STEPS, 2, 5, "the other team")
    return definitions.Edit("key_result", key_result.key, {"decomposition": steps})


def _answer_again(life: Life) -> None:
    """Half of those whose yes no longer holds say it again."""
    life.clock.now += timedelta(days=2)
    stale = Party.objects.filter(states__contains="s").select_related("team").order_by("agreement_id", "team__key")
    for party in list(stale):
        if life.rng.random() < 0.5:
            key_result = KeyResult.objects.select_related("cycle").get(pk=party.agreement_id)
            by = life.who_answers(party.team.key)
            answers.agree(key_result, _parts(party), by=by, clock=life.clock, to_all=True)


def _actor(key: str) -> Actor:
    person = Person.objects.get(key=key)
    return Actor(person, "web", person.email or "")
