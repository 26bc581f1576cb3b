"""Read settings from the environment. What is wrong is collected, so that one start names every mistake."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


class WrongSettings(ImproperlyConfigured):
    """One or more variables hold what Accord cannot use. Each line names one: what is wrong, what would be right."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class WrongValue(ValueError):
    """Raised by a reader: what is wrong with a value, and what would be right, as two halves of a sentence."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}. {right}")


class Environment:
    """The variables of one process, read once. Secret values never appear in a message."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def secret(self, name: str) -> str:
        """A value given as NAME, or as the content of the file that NAME_FILE names."""
        direct, file_name = self.text(name), self.text(f"{name}_FILE")
        if direct and file_name:
            self.problems.append(f"{name}: both {name} and {name}_FILE are set. Keep one of them.")
        if direct or not file_name:
            return direct
        try:
            return Path(file_name).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            self.problems.append(f"{name}_FILE: cannot read {file_name} ({reason}). Name a file this user may read.")
            return ""

    def flag(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in YES | NO:
            self.problems.append(f"{name}: “{value}” is neither yes nor no. Use 1 or 0.")
        return value in YES

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and least <= int(value) <= most:
            return int(value)
        self.problems.append(f"{name}: “{value}” does not fit. Use a whole number from {least} to {most}.")
        return default

    def read(self, name: str, reader: Callable[[str], T], default: str, *, hidden: bool = False) -> T:
        """Turn a value into what it means; `hidden` values may come from a file. A wrong one falls back to `default`.

        The fallback only lets the other variables be looked at too: refuse() ends the start.
        """
        value = (self.secret(name) if hidden else self.text(name)) or default
        try:
            return reader(value)
        except WrongValue as error:
            self.problems.append(f"{name}: {error}")
            return reader(default)

    def refuse(self) -> None:
        """Raise WrongSettings if anything that was read is wrong."""
        if self.problems:
            raise WrongSettings(self.problems)


def of_this_process() -> Environment:
    return Environment(os.environ)


def generated_secret(path: Path) -> str:
    """The key that `accord init` made, or nothing where there is none yet."""
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
