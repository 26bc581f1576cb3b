"""What contributors say they will bring to a key result, against the way it has to go."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from accord.domain.checks.exact import distance, total
from accord.domain.scoring import Kind, Measure, ends, kind_of


@dataclass(frozen=True, slots=True)
class Promised:
    """Shares in the key result's unit. `unstated` counts contributions of which nobody said how much they bring."""

    distance: Decimal
    accepted: Decimal
    proposed: Decimal
    contributions: int
    unstated: int

    @property
    def together(self) -> Decimal:
        """What is promised if every proposed contribution is accepted."""
        return total((self.accepted, self.proposed))

    @property
    def falls_short(self) -> bool:
        """Even if everything is accepted and delivered, the target is not reached (AL403)."""
        return bool(self.contributions) and not self.unstated and self.together < self.distance


def promised(measure: Measure, shares: Iterable[tuple[Decimal | None, bool]]) -> Promised | None:
    """Add up contributions that were not declined, each as its share and whether it is accepted.

    None where there is no way to go: a milestone, a band, no baseline or target.
    """
    start, target = ends(measure)
    if kind_of(measure) is not Kind.CHANGE or start is None or target is None:
        return None
    given = list(shares)
    return Promised(
        distance=distance(start, target),
        accepted=total(share for share, is_accepted in given if share is not None and is_accepted),
        proposed=total(share for share, is_accepted in given if share is not None and not is_accepted),
        contributions=len(given),
        unstated=sum(share is None for share, _ in given),
    )
