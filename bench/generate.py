"""Made-up organizations of any size: the same size and seed give the same plan, on every machine."""

from dataclasses import dataclass
from datetime import date
from random import Random

from accord.domain.plan import Brief, Cycle, Organization, Plan, StrategicGoal
from bench.registry import registry
from bench.results import check_ins_of, frame, objectives_of
from bench.teams import house

SEED = 20261
OBJECTIVES_OF_A_TEAM = 4
OBJECTIVES_OF_THE_SHOWN_TEAM = 10
CYCLE = Cycle(
    id="2026-q4",
    name="Q4 2026",
    start=date(2026, 10, 1),
    end=date(2026, 12, 31),
    brief=Brief(
        why="We promised our customers a year without surprises, and the third quarter was full of them.",
        success="Customers stay, and the teams that serve them no longer meet to find out who does what.",
        different="In January nobody has to ask twice whether something another team promised will come.",
    ),
)
GOALS = (
    "Customers stay with us",
    "Nothing is lost",
    "We grow from our own money",
    "People like working here",
    "One platform",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, and the team in it that has ten objectives: the one whose pages are measured."""

    plan: Plan
    shown_team: str


def organization(objectives: int, *, seed: int = SEED) -> Made:
    """An organization with so many objectives (40 or more), four key results each, three in five of them shared."""
    rng = Random(f"{seed}/{objectives}")
    teams = house(objectives // OBJECTIVES_OF_A_TEAM, rng)
    keys = [team.id for team in teams.teams]
    shown = len(keys) // 2
    laid_out = frame(
        teams, registry(objectives, keys, CYCLE.start, rng), CYCLE.start, _counts(objectives, shown, rng), rng
    )
    written = [each for index in range(len(keys)) for each in objectives_of(laid_out, index, rng)]
    plan = Plan(
        organization=Organization("meridian", "Meridian"),
        cycle=CYCLE,
        strategic_goals=tuple(
            StrategicGoal(f"goal-{n}", title, date(2028, 12, 31)) for n, title in enumerate(GOALS, 1)
        ),
        people=teams.people,
        teams=teams.teams,
        metrics=laid_out.registry.metrics,
        milestones=laid_out.registry.milestones,
        objectives=tuple(written),
        check_ins=tuple(each for o in written for kr in o.key_results for each in check_ins_of(laid_out, kr, rng)),
    )
    return Made(plan, keys[shown])


def _counts(objectives: int, shown: int, rng: Random) -> tuple[int, ...]:
    """Three to five objectives for each team, ten for the one that is shown."""
    counts = [OBJECTIVES_OF_A_TEAM] * (objectives // OBJECTIVES_OF_A_TEAM)
    others = [index for index in range(len(counts)) if index != shown]
    rng.shuffle(others)
    givers = OBJECTIVES_OF_THE_SHOWN_TEAM - OBJECTIVES_OF_A_TEAM
    for index in others[:givers]:
        counts[index] -= 1
        counts[shown] += 1
    for giver, taker in zip(others[givers::2], others[givers + 1 :: 2], strict=False):
        if rng.random() < 0.5:
            counts[giver] -= 1
            counts[taker] += 1
    counts[others[-1]] += objectives - sum(counts)
    return tuple(counts)
