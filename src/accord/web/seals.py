"""The seal: five clauses as arcs of two rings, the result's own team outside, the worst of the others inside."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

CLAUSES = 5
CENTRE = 24


@dataclass(frozen=True, slots=True)
class Arc:
    """One clause on one ring: its path, and how it is drawn."""

    path: str
    css: str
    is_split: bool = False


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal ready to draw. `state` names the sign in its middle and its colour."""

    state: str
    arcs: tuple[Arc, ...]


@lru_cache(maxsize=512)
def seal(own: str, others: str) -> Seal:
    """Draw the standing of five clauses, a letter each: a agreed, o open, s stale, x objected."""
    arcs = (
        Arc(path, f"seal-seg{_css(letter, closed=own[place] == others[place] == 'a')}", letter == "x")
        for ring, letters in ((OUTER, own), (INNER, others))
        for place, (path, letter) in enumerate(zip(ring, letters, strict=True))
    )
    return Seal(_state(own + others), tuple(arcs))


def _state(letters: str) -> str:
    for letter, state in (("x", "objected"), ("s", "stale")):
        if letter in letters:
            return state
    if "o" not in letters:
        return "agreed"
    return "waiting" if "a" in letters else "none"


def _css(letter: str, *, closed: bool) -> str:
    if letter == "a":
        return " is-on is-agreed" if closed else " is-on is-waiting"
    return {"s": " is-on is-stale", "x": " is-on is-objected"}.get(letter, "")


def _ring(radius: float, gap: float) -> tuple[str, ...]:
    """Five arcs, clockwise from the top, with a gap in degrees between them."""
    step = 360 / CLAUSES
    ends = ((step * place + gap / 2, step * (place + 1) - gap / 2) for place in range(CLAUSES))
    return tuple(f"M{_point(radius, start)}A{radius} {radius} 0 0 1 {_point(radius, end)}" for start, end in ends)


def _point(radius: float, degrees: float) -> str:
    angle = radians(degrees - 90)
    return f"{CENTRE + radius * cos(angle):.2f} {CENTRE + radius * sin(angle):.2f}"


OUTER = _ring(21, gap=12)
INNER = _ring(15.6, gap=16)
