"""The `checks` section of a plan in an installation: applied, exported, left alone where a plan has none."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accord.domain.plan import Accepted, Checks
from accord.formats.plan import read_documents
from accord.models import Organization
from tests import world as worlds
from tests.cli.plan_files import ADA, ALICE, write
from tests.cli.shell import accord, accord_json
from tests.world import World

pytestmark = pytest.mark.django_db
MERGING = Accepted("AL701", "product", "Two teams merge in November.", date(2026, 11, 30))
KNOWN = Accepted("AL203", "retag", "Bob finds somebody.")
CHECKS = Checks(("AL604", "AL101"), {"AL702": "info", "AL201": "warning"}, (MERGING, KNOWN))


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def judged(checks: Checks) -> Any:
    return lambda plan: replace(plan, checks=checks)


def exported() -> Checks | None:
    return read_documents([("plan.yaml", accord("export").stdout_bytes)]).plan.checks


def test_an_opinion_is_applied_and_exported(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, judged(CHECKS))

    found = accord_json("apply", path, *ADA)

    assert [(each["kind"], each["field"], each["substantive"]) for each in found["change"]] == [
        ("organization", "checks", False)
    ]
    assert exported() == replace(CHECKS, off=("AL101", "AL604"))
    assert accord("plan", path).stdout == "Nothing to change.\n"


def test_it_is_an_admins(world: World, tmp_path: Path) -> None:
    done = accord("apply", write(tmp_path, judged(CHECKS)), *ALICE)

    assert (done.exit_code, "organization north.checks" in done.stderr) == (2, True)


def test_a_plan_without_one_leaves_it_and_an_empty_one_clears_it(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, judged(CHECKS)), *ADA)

    assert accord("plan", write(tmp_path), *ALICE).stdout == "Nothing to change.\n"
    accord_json("apply", write(tmp_path, judged(Checks())), *ADA)

    assert exported() is None
    assert Organization.objects.get().checks == {}


def test_what_is_no_longer_accepted_is_taken_back(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, judged(CHECKS)), *ADA)
    later = replace(KNOWN, reason="Bob has found somebody.")

    accord_json("apply", write(tmp_path, judged(Checks(accepted=(later,)))), *ADA)

    assert exported() == Checks(accepted=(later,))


def test_what_is_accepted_twice_is_accepted_as_long_as_the_longer_says(world: World, tmp_path: Path) -> None:
    twice = (MERGING, replace(MERGING, until=date(2026, 12, 31)), KNOWN, replace(KNOWN, until=date(2026, 11, 1)))
    path = write(tmp_path, judged(Checks(accepted=twice)))

    accord_json("apply", path, *ADA)

    assert exported() == Checks(accepted=(twice[1], KNOWN))
    assert accord("plan", path).stdout == "Nothing to change.\n"
