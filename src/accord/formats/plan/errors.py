"""What is wrong with a plan, told to a person: file, line, column, path, what, and how to mend it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from accord.formats.plan.grammar import MOST_ERRORS


class PlanError(NamedTuple):
    """One mistake at one place; line and column count from 1, `path` from the root of its file."""

    file: str
    line: int
    column: int
    path: str
    message: str
    suggestion: str | None = None


class PlanErrors(Exception):
    """A plan that cannot be read, with every mistake of every file, sorted by file, line, column."""

    def __init__(self, errors: Iterable[PlanError]) -> None:
        self.errors = _as_many_as_are_told(_one_for_a_place(errors))
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(self.as_lines())

    def as_json(self) -> dict[str, Any]:
        """The object printed with `--format json`."""
        return {
            "errors": [
                {
                    "file": error.file,
                    "line": error.line,
                    "column": error.column,
                    "path": error.path,
                    "message": error.message,
                    "suggestion": error.suggestion,
                }
                for error in self.errors
            ]
        }

    def as_lines(self) -> list[str]:
        """One line of text for each error."""
        return [_line(error) for error in self.errors]


def _one_for_a_place(errors: Iterable[PlanError]) -> list[PlanError]:
    first: dict[tuple[str, int, int], PlanError] = {}
    for error in errors:
        first.setdefault((error.file, error.line, error.column), error)
    return [first[place] for place in sorted(first)]


def _as_many_as_are_told(errors: list[PlanError]) -> list[PlanError]:
    if len(errors) < MOST_ERRORS:
        return errors
    last = errors[MOST_ERRORS - 1]
    message = f"{last.message}; more than {MOST_ERRORS:,} mistakes, the others are told once these are mended"
    return [*errors[: MOST_ERRORS - 1], last._replace(message=message)]


def _line(error: PlanError) -> str:
    place = f"{error.file}:{error.line}:{error.column}: "
    path = f"{error.path}: " if error.path else ""
    hint = f" (did you mean {error.suggestion}?)" if error.suggestion else ""
    return " ".join(f"{place}{path}{error.message}{hint}".splitlines())
