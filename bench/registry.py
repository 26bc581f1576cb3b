"""The registry of a made-up organization: metrics that results share, one that a quarter of them use; milestones."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from accord.domain.plan import Influence, Metric, Milestone
from bench import words

COMMON = "customer-satisfaction"
FREQUENCIES = ("daily", "weekly", "monthly", "quarterly")


@dataclass(frozen=True, slots=True)
class Registry:
    """Metrics, the common one first, and milestones."""

    metrics: tuple[Metric, ...]
    milestones: tuple[Milestone, ...]
    weights: tuple[float, ...]  # of all metrics but the first, added up

    def some_metrics(self, rng: Random, count: int) -> list[str]:
        """Metrics other than the common one; the first ones far more often than the last."""
        chosen = rng.choices(self.metrics[1:], cum_weights=self.weights, k=count)
        return list(dict.fromkeys(metric.id for metric in chosen))


def registry(objectives: int, teams: list[str], start: date, rng: Random) -> Registry:
    """A metric for every four objectives, and a milestone for every twenty."""
    count = max(8, objectives // 4)
    metrics = tuple(_metric(number, teams, rng) for number in range(count))
    milestones = tuple(_milestone(number, teams, start, rng) for number in range(max(2, objectives // 20)))
    weights = tuple(accumulate(1 / (rank + 3) for rank in range(count - 1)))
    return Registry(metrics, milestones, weights)


def _metric(number: int, teams: list[str], rng: Random) -> Metric:
    thing = rng.choice(words.THINGS)
    area = rng.choice(words.AREAS)
    team = rng.choice(teams)
    name = f"{area}: {thing}, {rng.choice(words.PLACES_OF_WORK)}" if number else "Customer satisfaction"
    return Metric(
        id=f"m{number}" if number else COMMON,
        name=name,
        aliases=(f"{thing} ({area.lower()})",) if rng.random() < 0.4 else (),
        definition=f"{name}, {rng.choice(words.PLACES_OF_WORK)}. {words.filled(rng, words.CHECKS[0], team)}",
        formula=f"100 * {thing} / all cases" if rng.random() < 0.5 else None,
        counts=words.filled(rng, words.CHECKS[5], team) if rng.random() < 0.6 else None,
        excludes=words.filled(rng, words.CHECKS[3], team) if rng.random() < 0.6 else None,
        unit=rng.choice(("%", "per 1,000", "a week", "hours", "days", "€")),
        source=f"{area.lower()} export",
        frequency=rng.choice(FREQUENCIES),
        better=rng.choice(("higher", "lower")),
        owner=team,
        influences=(Influence(COMMON, rng.choice(("+", "-")), rng.choice((7, 30, 90))),)
        if number and rng.random() < 0.2
        else (),
    )


def _milestone(number: int, teams: list[str], start: date, rng: Random) -> Milestone:
    team = rng.choice(teams)
    return Milestone(
        id=f"ms{number}",
        name=f"{words.deed(rng)}: done",
        definition=words.sentences(rng, words.CHECKS, 1, 2, team),
        date=start + timedelta(days=rng.randint(20, 90)),
        owner=team,
    )
