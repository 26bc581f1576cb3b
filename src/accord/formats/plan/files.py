"""Which files a plan is in, and their bytes."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.formats.plan.errors import PlanError

_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a plan by the name it is told by."""

    name: str
    data: bytes


def read_sources(arguments: Sequence[str]) -> tuple[list[Source], list[PlanError]]:
    """The files that arguments stand for, each once, in order; and what could not be read."""
    sources: list[Source] = []
    errors: list[PlanError] = []
    seen: set[object] = set()
    for name in _names(arguments, errors):
        try:
            identity = _identity(name)
            if identity in seen:
                continue
            seen.add(identity)
            sources.append(Source(_printable(name), Path(name).read_bytes()))
        except (OSError, ValueError) as error:
            errors.append(_unreadable(name, error))
    return sources, errors


def _names(arguments: Iterable[str], errors: list[PlanError]) -> Iterator[str]:
    for argument in arguments:
        try:
            if not Path(argument).is_dir():
                yield argument
                continue
            names = _plan_files_in(argument)
        except OSError as error:
            errors.append(_unreadable(argument, error))
            continue
        if not names:
            message = f"this folder has no file whose name ends in {', '.join(_ENDINGS)}"
            errors.append(PlanError(_printable(argument), 1, 1, "", message))
        yield from (f"{argument.rstrip('/')}/{name}" for name in names)


def _plan_files_in(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(
            entry.name
            for entry in entries
            if entry.name.endswith(_ENDINGS) and not entry.name.startswith(".") and not Path(entry).is_dir()
        )


def _identity(name: str) -> object:
    """What makes two names one file; things that may be read only once are refused."""
    status = Path(name).stat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode)):
        raise OSError(0, "it is no file")
    return status.st_dev, status.st_ino


def _unreadable(name: str, error: OSError | ValueError) -> PlanError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return PlanError(_printable(name), 1, 1, "", f"cannot be read: {why}")


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
