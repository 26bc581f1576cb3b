"""The registry of a made-up organization: metrics that results share, one that a quarter of them use; milestones."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from accord.domain.plan import Influence, Metric, Milestone
from bench import words

COMMON = "customer-satisfaction"
FREQUENCIES = ("daily", "weekly", "monthly", "quarterly")
HELD = 10  # every so many metrics there is one that results hold within a band, while hardly anybody moves it
CROSS = 50  # and one that gets better at the cost of its neighbour


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

    def moved(self, rng: Random) -> Metric:
        """A metric to bring from one value to another; of those that are held, one in a hundred."""
        while True:
            place = rng.choices(range(1, len(self.metrics)), cum_weights=self.weights)[0]
            if place % HELD or rng.random() < 0.01:
                return self.metrics[place]

    def held(self, rng: Random) -> Metric:
        """A metric to keep within a band."""
        return rng.choice(self.metrics[HELD::HELD] or self.metrics[1:])


def registry(objectives: int, teams: list[str], start: date, rng: Random) -> Registry:
    """A metric for every four objectives, and a milestone for every twenty."""
    count = max(8, objectives // 4)
    common = _metric(0, None, teams, rng)
    metrics = (common, *(_metric(number, common, teams, rng) for number in range(1, count)))
    milestones = tuple(_milestone(number, teams, start, rng) for number in range(max(2, objectives // 20)))
    weights = tuple(accumulate(1 / (rank + 3) for rank in range(count - 1)))
    return Registry(metrics, milestones, weights)


def _metric(number: int, common: Metric | None, teams: list[str], rng: Random) -> Metric:
    thing = rng.choice(words.THINGS)
    area = rng.choice(words.AREAS)
    team = rng.choice(teams)
    name = f"{area}: {thing}, {rng.choice(words.PLACES_OF_WORK)}" if common else "Customer satisfaction"
    better = rng.choice(("higher", "lower"))
    return Metric(
        id=f"m{number}" if common else COMMON,
        name=name,
        aliases=(f"{thing} ({area.lower()})",) if rng.random() < 0.4 else (),
        definition=f"{name}, {rng.choice(words.PLACES_OF_WORK)}. {words.filled(rng, words.CHECKS[0], team)}",
        formula=f"100 * {thing} / all cases" if rng.random() < 0.5 else None,
        counts=words.filled(rng, words.CHECKS[5], team) if rng.random() < 0.6 else None,
        excludes=words.filled(rng, words.CHECKS[3], team) if rng.random() < 0.6 else None,
        unit=rng.choice(("%", "per 1,000", "a week", "hours", "days", "€")),
        source=f"{area.lower()} export",
        frequency=rng.choice(FREQUENCIES),
        better=better,
        owner=team,
        influences=_influences(number, better, common, rng) if common else (),
    )


def _influences(number: int, better: str, common: Metric, rng: Random) -> tuple[Influence, ...]:
    """One in five makes the common metric better as it gets better itself; a few pull at another metric."""
    days = rng.choice((7, 30, 90))
    if number % CROSS == CROSS - 1:
        return (Influence(f"m{number - 1}", rng.choice(("+", "-")), days),)
    if rng.random() < 0.2 and number % CROSS != CROSS - 2:
        return (Influence(COMMON, "+" if better == common.better else "-", days),)
    return ()


def _milestone(number: int, teams: list[str], start: date, rng: Random) -> Milestone:
    team = rng.choice(teams)
    return Milestone(
        id=f"ms{number}",
        name=f"{words.deed(rng)}: done",
        definition=words.sentences(rng, words.CHECKS, 1, 2, team),
        date=start + timedelta(days=rng.randint(20, 90)),
        owner=team,
    )
