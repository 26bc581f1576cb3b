"""What reading a plan collects on its way: problems, ids, references, and items to be looked at together."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from accord.formats.plan.documents import BROKEN, Document, Path, Place, TooManyErrors, keys_to, written
from accord.formats.plan.errors import PlanError
from accord.formats.plan.grammar import MOST_ERRORS


class At(Enum):
    """Which place of a path an error is told at."""

    VALUE = "value"
    KEY = "key"
    MAPPING = "mapping"  # the beginning of the mapping that lacks the path's last key


@dataclass(slots=True)
class Problem:
    """A mistake at the end of a path; `first` is the path of what it repeats."""

    path: Path
    at: At
    message: str
    suggestion: str | None = None
    first: Path = None


@dataclass(slots=True)
class Found:
    """Everything that was read so far, in the files' order. `ids` are (kind, id, path)."""

    problems: list[Problem] = field(default_factory=list)
    ids: list[tuple[str, str, Path]] = field(default_factory=list)
    references: dict[tuple[str, ...], list[tuple[str, Path]]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, list[tuple[Any, Path]]] = field(default_factory=lambda: defaultdict(list))
    # Ids that stand somewhere they do not count, how many items of a kind have no proper id, and kinds
    # of which whole lists are lost: whoever names one of those is not to blame for it.
    ghosts: set[tuple[str, str]] = field(default_factory=set)
    lost_ids: Counter[str] = field(default_factory=Counter)
    lost_kinds: set[str] = field(default_factory=set)
    stand_ins: set[str] = field(default_factory=set)

    def is_excused(self, word: str, kinds: tuple[str, ...]) -> bool:
        """Whether what a word names may well be there, were it not for a mistake told already."""
        return any(kind in self.lost_kinds or (kind, word) in self.ghosts for kind in kinds)

    def wrong(self, raw: object, path: Path, message: str, suggestion: str | None = None) -> None:
        """A value that is not what is wanted; what is broken has been told already."""
        if raw is not BROKEN:
            self.tell(Problem(path, At.VALUE, message, suggestion))

    def tell(self, problem: Problem) -> None:
        """A mistake; the last of many ends the reading."""
        self.problems.append(problem)
        if len(self.problems) >= MOST_ERRORS:
            raise TooManyErrors


def to_error(problem: Problem) -> PlanError:
    """A problem with its place worked out."""
    document, keys = keys_to(problem.path)
    line, column, alias = _place(document, keys, problem.at)
    message = problem.message
    if problem.first is not None:
        first_document, first_keys = keys_to(problem.first)
        first_line, first_column, _ = _place(first_document, first_keys, problem.at)
        if alias and (first_document, first_line, first_column) == (document, line, column):
            line, column = document.line_and_column(alias)
        message = f"{message}; the first is at {first_document.name}:{first_line}:{first_column}"
    return PlanError(document.name, line, column, written(keys), message, problem.suggestion)


def _place(document: Document, keys: list[str | int], at: At) -> tuple[int, int, int | None]:
    """Line, column, and the offset of the innermost alias on the way, if there is any."""
    last = keys[-1] if keys else None
    spot: Place | None = document.places
    alias = None
    for key in keys if at is At.VALUE else keys[:-1]:
        inside = spot.inside if spot else None
        spot = inside[key] if inside is not None else None
        alias = spot.alias_at if spot and spot.alias_at is not None else alias
    if spot is None:
        return 1, 1, None
    offset = spot.keys[str(last)] if at is At.KEY and spot.keys else spot.at
    return *document.line_and_column(offset), alias
