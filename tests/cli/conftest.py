"""One installation for all tests of the shell, and copies of it: starting a program takes its time."""

import shutil
from pathlib import Path

import pytest

from tests import prepared
from tests.cli.installation import Installation


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """As `accord init` leaves it; nobody may change it. The tables are there before; the demo makes its own."""
    folder = tmp_path_factory.mktemp("fresh")
    tables = folder / "tables.sqlite3"
    prepared.copy_to(tables)
    done = Installation(folder / "home", f"sqlite:///{tables}").run("init")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    installation = Installation(folder / "home")
    tables.rename(installation.database)
    return installation


@pytest.fixture
def installation(fresh: Installation, tmp_path: Path) -> Installation:
    """A copy of one's own."""
    shutil.copytree(fresh.home, tmp_path / "home")
    return Installation(tmp_path / "home")
