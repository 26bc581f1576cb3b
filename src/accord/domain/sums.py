"""Results put together: an objective's progress, and whether contributions add up to the key result they support."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accord.domain.checks.exact import difference, distance, total
from accord.domain.scoring import NONE, Kind, Measure, ends, kind_of


@dataclass(frozen=True, slots=True)
class Together:
    """An objective's progress: the weighted mean of what is known, and of how many results nothing is known."""

    progress: Fraction | None
    unknown: int
    of: int


def together(results: Iterable[tuple[Decimal, Fraction | None]]) -> Together:
    """Put key results together, each as its weight and its shown progress; a weight of 0 does not count."""
    counted = [(Fraction(weight), shown) for weight, shown in results if weight > 0]
    known = [(weight, shown) for weight, shown in counted if shown is not None]
    total = sum((weight for weight, _ in known), NONE)
    progress = sum((weight * shown for weight, shown in known), NONE) / total if total else None
    return Together(progress, len(counted) - len(known), len(counted))


@dataclass(frozen=True, slots=True)
class Share:
    """A contribution: what it should bring in the key result's unit, and how far the contributing objective is."""

    size: Decimal
    accepted: bool
    progress: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SumCheck:
    """Whether the accepted shares cover the way from baseline to target, in the key result's unit.

    `delivered` is what they have brought so far by their own progress; what is unknown brings nothing.
    `measured` is the way actually covered, the key result's raw progress times the distance.
    """

    distance: Decimal
    accepted: Decimal
    proposed: Decimal
    delivered: Fraction
    measured: Fraction | None
    unknown: int

    @property
    def missing(self) -> Decimal:
        return max(difference(self.distance, self.accepted), Decimal(0))


def sum_check(measure: Measure, raw: Fraction | None, shares: Iterable[Share]) -> SumCheck | None:
    """If every contributor brings its share, is the target reached? None where there is no distance to cover."""
    start, target = ends(measure)
    if kind_of(measure) is not Kind.CHANGE or start is None or target is None:
        return None
    given = list(shares)
    accepted = [share for share in given if share.accepted]
    way = distance(start, target)
    return SumCheck(
        distance=way,
        accepted=total(share.size for share in accepted),
        proposed=total(share.size for share in given if not share.accepted),
        delivered=sum((Fraction(share.size) * (share.progress or NONE) for share in accepted), NONE),
        measured=None if raw is None else raw * Fraction(way),
        unknown=sum(share.progress is None for share in accepted),
    )
