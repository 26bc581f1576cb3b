"""A small plan with findings of every severity, and `accord check` over it."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
from click.testing import Result

from tests.cli.shell import accord

TODAY = "2026-10-05"
END = date(2026, 12, 31)

# AL101 and AL102 at `bread`, AL404 at `fresh`, and AL701 never: an error, a warning and an info.
BAKERY = """accord: 1
organization: {id: mill, name: The Mill}
cycle:
  id: q4
  name: Q4
  start: 2026-10-01
  end: 2026-12-31
  brief: {why: Bread was late., success: It is there at six., different: Nobody asks.}
strategic_goals:
  - {id: trusted, title: The baker people trust}
people:
  - {id: dot, name: Dot}
teams:
  - {id: desk, name: Desk, members: [{person: dot, role: lead}]}
  - {id: ovens, name: Ovens}
objectives:
  - id: fresh
    team: desk
    title: Fresh bread
    serves: [trusted]
    contributes_to: [{key_result: hot}]
    key_results:
      - {id: bread, title: Bread at six, accountable: dot, decomposition: Earlier.}
  - id: heat
    team: ovens
    title: Hot ovens
    serves: [trusted]
    key_results:
      - id: hot
        title: Ovens hot at four
        accountable: dot
        completion_criteria: The log says so.
        milestone: opening
        decomposition: Earlier.
milestones:
  - {id: opening, name: The new ovens, definition: They are lit., date: 2026-11-02, owner: ovens}
"""
FOUND = ["AL101", "AL102", "AL206", "AL404"]


def write(folder: Path, *replaced: tuple[str, str], name: str = "plan.yaml", more: str = "") -> str:
    """The plan with texts replaced and something behind it, as a file; its name."""
    text = BAKERY
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    path = folder / name
    path.write_text(text + more, encoding="utf-8")
    return str(path)


def check(*arguments: str) -> Result:
    """The command on a day early in the cycle, unless another day is named."""
    when = () if "--as-of" in arguments else ("--as-of", TODAY)
    result = accord("check", *arguments, *when)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def findings(*arguments: str) -> Any:
    """What is printed for programs."""
    return orjson.loads(check(*arguments, "--format", "json").stdout)


def codes(*arguments: str) -> list[str]:
    """The codes of what was found, in the printed order."""
    return [each["code"] for each in findings(*arguments)["findings"]]
