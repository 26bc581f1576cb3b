"""Objectives and key results of made-up teams, and what they ask of one another."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accord.domain.plan import Action, CheckIn, Contribution, Duty, Hold, KeyResult, Metric, Need, Objective, PathPoint
from bench import words
from bench.registry import COMMON, Registry
from bench.teams import CHILDREN, House

KEY_RESULTS = 4
SHARED = 0.6  # of all key results have another team in them
DAYS = 91


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed before any text is written: how many objectives each team has, and what can be referred to."""

    house: House
    registry: Registry
    start: date
    counts: tuple[int, ...]  # objectives of each team
    own_actions: dict[str, int]  # actions that a key result's own team does, by key result
    people: dict[str, tuple[str, ...]]  # of each team

    def key_results_of(self, index: int) -> list[str]:
        team = self.house.teams[index].id
        return [f"{team}-{o}.{k}" for o in range(1, self.counts[index] + 1) for k in range(1, KEY_RESULTS + 1)]

    def day(self, rng: Random, least: int = 10, most: int = DAYS) -> date:
        return self.start + timedelta(days=rng.randint(least, most))


def frame(house: House, registry: Registry, start: date, counts: tuple[int, ...], rng: Random) -> Frame:
    """Decide on ids first, so that needs may name what provides them before it is written."""
    people = {team.id: tuple(member.person for member in team.members) for team in house.teams}
    made = Frame(house, registry, start, counts, {}, people)
    for index in range(len(counts)):
        made.own_actions.update({key: rng.randint(1, 3) for key in made.key_results_of(index)})
    return made


def objectives_of(frame: Frame, index: int, rng: Random) -> list[Objective]:
    """The objectives of the team at `index`, each with its four key results."""
    team = frame.house.teams[index].id
    return [_objective(frame, index, f"{team}-{number}", rng) for number in range(1, frame.counts[index] + 1)]


def check_ins_of(frame: Frame, key_result: KeyResult, rng: Random) -> list[CheckIn]:
    """None to four values, a fortnight apart."""
    first, last = key_result.baseline or Decimal(0), key_result.target or Decimal(1)
    return [
        CheckIn(
            key_result.id,
            frame.start + timedelta(days=9 + 14 * number),
            Decimal(0) if key_result.milestone else _between(rng, first, last),
            Decimal(rng.randint(2, 9)),
            words.filled(rng, words.STEPS[2], "") if rng.random() < 0.4 else None,
        )
        for number in range(rng.randint(0, 4))
    ]


def _objective(frame: Frame, index: int, key: str, rng: Random) -> Objective:
    place = rng.choice(words.PLACES_OF_WORK)
    return Objective(
        id=key,
        team=frame.house.teams[index].id,
        title=f"Nobody has to think about {rng.choice(words.THINGS)} {place}",
        why=" ".join(rng.sample(words.REASONS, 2)),
        ambition="aspirational" if rng.random() < 0.2 else "committed",
        serves=(f"goal-{rng.randint(1, 5)}",) if rng.random() < 0.5 else (),
        contributes_to=_contributions(frame, index, rng),
        key_results=tuple(_key_result(frame, index, f"{key}.{k}", rng) for k in range(1, KEY_RESULTS + 1)),
    )


def _contributions(frame: Frame, index: int, rng: Random) -> tuple[Contribution, ...]:
    """Half of the objectives support a result of the team above; some that of a team they work with."""
    found: dict[str, None] = {}
    if index and rng.random() < 0.5:
        found[rng.choice(frame.key_results_of((index - 1) // CHILDREN))] = None
    if rng.random() < 0.15:
        (partner,) = frame.house.partners(rng, index, 1)
        found[f"{partner}-1.{rng.randint(1, KEY_RESULTS)}"] = None
    return tuple(
        Contribution(
            key,
            Decimal(rng.randint(1, 20)) if rng.random() < 0.6 else None,
            rng.choices((None, "accepted", "declined"), (15, 80, 5))[0],
        )
        for key in found
    )


def _key_result(frame: Frame, index: int, key: str, rng: Random) -> KeyResult:
    team = frame.house.teams[index]
    count = rng.choices((1, 2, 3), (55, 30, 15))[0] if rng.random() < SHARED else 0
    partners = frame.house.partners(rng, index, count)
    theirs = {partner: rng.choices(("need", "action", "duty"), (50, 35, 15))[0] for partner in partners}
    actions = [_action(frame, f"{key}.a{n}", team.id, rng, is_own=True) for n in range(1, frame.own_actions[key] + 1)]
    for partner in (name for name in partners if theirs[name] == "action"):
        actions.append(_action(frame, f"{key}.a{len(actions) + 1}", partner, rng))
    asked = [partner for partner in partners if theirs[partner] == "need"]
    measure = _measure(frame, rng)
    return KeyResult(
        id=key,
        title=f"{rng.choice(words.THINGS).capitalize()} {rng.choice(words.PLACES_OF_WORK)}, {_from_to(measure)}",
        **measure,
        due=frame.day(rng, 60) if rng.random() < 0.2 else None,
        accountable=rng.choice(team.members).person,
        completion_criteria=words.sentences(rng, words.CHECKS, 1, 3, team.name),
        decomposition=words.sentences(rng, words.STEPS, 2, 5, frame.house.teams[0].name),
        guardrails=(COMMON,) if measure.get("metric") != COMMON and rng.random() < 0.15 else (),
        terms=tuple(frame.registry.some_metrics(rng, 2)) if rng.random() < 0.2 else (),
        duties=tuple(
            Duty(name, words.filled(rng, words.STEPS[5], name)) for name in partners if theirs[name] == "duty"
        ),
        actions=tuple(actions),
        needs=tuple(_need(frame, key, number, name, rng) for number, name in enumerate(asked, 1)),
    )


def _measure(frame: Frame, rng: Random) -> dict[str, Any]:
    lot = rng.random()
    if lot < 0.05:
        return {"milestone": rng.choice(frame.registry.milestones).id}
    if lot < 0.10:
        return {}
    if lot > 0.95:
        band = Hold(Decimal(rng.randint(80, 95)), Decimal(rng.randint(96, 100)))
        return {"metric": frame.registry.held(rng).id, "hold": band}
    metric = frame.registry.metrics[0] if lot < 0.20 else frame.registry.moved(rng)
    first, last = _way(metric, rng)
    middle = PathPoint(frame.start + timedelta(days=45), _between(rng, first, last))
    path = (middle,) if rng.random() < 0.1 else ()
    return {"metric": metric.id, "baseline": first, "target": last, "path": path}


def _way(metric: Metric, rng: Random) -> tuple[Decimal, Decimal]:
    """Where a result starts and ends: what makes the metric better; one in fifty of what moves it alone does not."""
    low = Decimal(rng.randint(20, 900))
    high = low + Decimal(rng.randint(2, 900)) / 2
    is_contrary = not metric.influences and metric.id != COMMON and rng.random() < 0.02
    return (high, low) if (metric.better == "lower") is not is_contrary else (low, high)


def _from_to(measure: dict[str, Any]) -> str:
    if "target" in measure:
        return f"from {measure['baseline']} to {measure['target']}"
    return "held" if "hold" in measure else "done"


def _between(rng: Random, first: Decimal, last: Decimal) -> Decimal:
    return (first + (last - first) * rng.randint(0, 100) / 100).quantize(Decimal("0.1"))


def _action(frame: Frame, key: str, team: str, rng: Random, *, is_own: bool = False) -> Action:
    due = frame.day(rng)
    return Action(
        id=key,
        title=words.deed(rng),
        team=None if is_own and rng.random() < 0.1 else team,
        responsible=rng.choice(frame.people[team]) if rng.random() < 0.9 else None,
        due=due,
        effort_days=Decimal(rng.randint(1, 30)) if rng.random() < 0.5 else None,
        expected=Decimal(rng.randint(1, 40)) / 2 if rng.random() < 0.3 else None,
        done=due if due < frame.start + timedelta(days=40) and rng.random() < 0.7 else None,
    )


def _need(frame: Frame, key: str, number: int, provider: str, rng: Random) -> Need:
    by = frame.day(rng)
    answer = _answer(frame, provider, by, rng)
    return Need(
        id=f"{key}.n{number}",
        provider=provider,
        what=f"{rng.choice(words.OBJECTS).capitalize()}, ready {rng.choice(words.PLACES_OF_WORK)}",
        for_action=f"{key}.a1" if rng.random() < 0.5 else None,
        completion_criteria=words.filled(rng, rng.choice(words.CHECKS), provider),
        by=by,
        **answer,
        stated=frozenset(answer),
    )


def _answer(frame: Frame, provider: str, by: date, rng: Random) -> dict[str, Any]:
    """What the provider says: usually a promise in time, sometimes later, nothing, or a no."""
    lot = rng.random()
    if lot < 0.03:
        return {"declined": "Nobody is free for it before January."}
    if lot < 0.20:
        return {}
    answer: dict[str, Any] = {"promised": by - timedelta(days=rng.choice((0, 0, 3, 7, -10)))}
    if rng.random() < 0.6:
        result = f"{provider}-{rng.randint(1, 3)}.{rng.randint(1, KEY_RESULTS)}"
        answer["provided_by"] = f"{result}.a1" if rng.random() < 0.7 else result
    if by < frame.start + timedelta(days=35) and rng.random() < 0.7:
        answer["delivered"] = by
    return answer
