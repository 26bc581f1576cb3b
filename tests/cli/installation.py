"""Installations of their own, driven as an operator drives them: through the command."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Installation:
    home: Path
    database_url: str = ""

    def environment(self, **variables: str) -> dict[str, str]:
        """Without our own settings, and with compiled modules kept, as on any machine that is used twice."""
        foreign = ("ACCORD_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        ours = {"ACCORD_HOME": str(self.home), "ACCORD_DATABASE_URL": self.database_url}
        return clean | ours | variables

    def run(self, *arguments: object, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "accord.cli.main", *map(str, arguments)],
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            timeout=240,
        )

    @property
    def database(self) -> Path:
        return self.home / "accord.sqlite3"
