"""What a plan thinks of the checks takes away or regrades its own findings, and touches no other."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.domain.plan import Plan
from accord.formats.plan.writing import write_json
from tests.cli.checked import TODAY, check, findings
from tests.domain.checks.random_plans import plans

GRAVEST_FIRST = ("error", "warning", "info")


@given(plans, st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_an_opinion_changes_what_it_names_and_nothing_else(plan: Plan, seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_bytes(write_json(plan))
        before = findings(str(path))
        assume("errors" not in before)
        opinion = _opinion(before["findings"], Random(seed))
        path.write_bytes(
            orjson.dumps(orjson.loads(path.read_bytes()) | {"checks": opinion}, option=orjson.OPT_INDENT_2)
        )
        after = findings(str(path))
        exits = {least: check(str(path), "--fail-on", least).exit_code for least in GRAVEST_FIRST}

    on = [each for each in before["findings"] if each["code"] not in opinion["off"]]
    live = [each for each in on if not _is_accepted(each, opinion)]
    expected = [each | {"severity": opinion["severity"].get(each["code"], each["severity"])} for each in live]
    assert after["findings"] == expected
    assert after["summary"] == {
        **{name: sum(each["severity"] == name for each in expected) for name in GRAVEST_FIRST},
        "accepted": len(on) - len(live),
    }
    for place, least in enumerate(GRAVEST_FIRST):
        assert exits[least] == any(each["severity"] in GRAVEST_FIRST[: place + 1] for each in expected)


def _opinion(found: list[dict[str, Any]], random: Random) -> dict[str, Any]:
    """Some of what was found is off, some graver or milder, some accepted until one day or another."""
    codes = sorted({each["code"] for each in found})
    return {
        "off": random.sample(codes, random.randint(0, min(2, len(codes)))),
        "severity": {code: random.choice(GRAVEST_FIRST) for code in codes if random.random() < 0.3},
        "accepted": [
            {"code": each["code"], "subject": each["subject"]["id"], "reason": "Known."} | _until(random)
            for each in found
            if random.random() < 0.3
        ],
    }


def _until(random: Random) -> dict[str, str]:
    return random.choice([{}, {"until": TODAY}, {"until": "2026-10-04"}, {"until": "2026-12-31"}])


def _is_accepted(finding: dict[str, Any], opinion: dict[str, Any]) -> bool:
    return any(
        (each["code"], each["subject"]) == (finding["code"], finding["subject"]["id"])
        and each.get("until", TODAY) >= TODAY
        for each in opinion["accepted"]
    )
