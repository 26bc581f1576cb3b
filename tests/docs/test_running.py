"""What an operator can set and call is written down, and what is written down exists."""

import re
from pathlib import Path

import pytest

from accord.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
RUNNING = ROOT / "docs" / "running"
SECRETS = {"ACCORD_SECRET_KEY", "ACCORD_DATABASE_URL", "ACCORD_MAIL_URL", "ACCORD_SECRET_KEY_BEFORE"}


def read_by_settings() -> set[str]:
    settings = (ROOT / "src/accord/config/settings.py").read_text()
    return set(re.findall(r'_env\.\w+\(\s*"(ACCORD_\w+)"', settings))


def everything_written() -> str:
    return "\n".join(page.read_text() for page in sorted((ROOT / "docs").rglob("*.md")))


def test_every_setting_has_a_row_and_every_row_a_setting() -> None:
    rows = re.findall(r"^\| `(ACCORD_\w+)` \|", (RUNNING / "settings.md").read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(read_by_settings())


def test_every_variable_that_any_page_names_exists() -> None:
    named = set(re.findall(r"ACCORD_[A-Z_]+[A-Z]", everything_written()))
    tests = {name for name in named if name.startswith("ACCORD_TEST_")}

    assert named - tests - read_by_settings() - {f"{secret}_FILE" for secret in SECRETS} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_written_down(command: str) -> None:
    assert f"accord {command}" in everything_written()


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert broken == []
