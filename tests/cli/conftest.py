"""One installation for all tests of the shell, and copies of it: making one runs every migration there is."""

import shutil
from pathlib import Path

import pytest

from tests.cli.installation import Installation


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """As `accord init` leaves it. Nobody may change it."""
    installation = Installation(tmp_path_factory.mktemp("fresh") / "home")
    done = installation.run("init")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return installation


@pytest.fixture
def installation(fresh: Installation, tmp_path: Path) -> Installation:
    """A copy of one's own."""
    shutil.copytree(fresh.home, tmp_path / "home")
    return Installation(tmp_path / "home")
