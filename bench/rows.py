"""One line of the table."""

from dataclasses import asdict, dataclass
from typing import Any

from bench.measure import Reading


@dataclass(frozen=True, slots=True)
class Row:
    """What one page or piece of work cost, or the problem that kept it from being measured."""

    name: str
    hold: float | None = None  # milliseconds it may take
    cost: Reading | None = None
    statements: int = 0
    bare: Reading | None = None  # the same SQL by itself
    size: int = 0  # bytes of the answer
    packed: Reading | None = None  # the cost where the answer is packed, as browsers ask for it
    packed_size: int = 0
    problem: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the cost of the SQL alone."""
        if self.cost is None or self.bare is None or not self.bare.median:
            return None
        return self.cost.median / self.bare.median

    @property
    def verdict(self) -> str:
        if self.problem:
            return self.problem.upper()
        if self.hold is None or self.cost is None:
            return ""
        over = self.cost.median - self.hold
        return "held" if over <= 0 else f"missed by {over:,.1f} ms"

    @property
    def in_short(self) -> str:
        """One line, for whoever waits."""
        if self.cost is None:
            return f"{self.name}: {self.problem}"
        bare = f", SQL alone {self.bare.median:,.1f} ms" if self.bare else ""
        return f"{self.name}: {self.cost.median:,.1f} ms{bare}"

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


def from_plain(values: dict[str, Any]) -> Row:
    """A row that was sent from one process to another."""
    readings = {name: Reading(**values[name]) if values[name] else None for name in ("cost", "bare", "packed")}
    return Row(**(values | readings))
