"""Fingerprints never change: a refactoring that changes one makes every agreement ever given stale.

The file beside this one holds contents with their fingerprints. Its entries are added to, never
changed; another form of content needs another `schema`.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from accord.domain.canonical import fingerprint
from accord.domain.clauses import Clause, agreement_parts
from tests.domain.example import EXAMPLE

GOLDEN: list[dict[str, Any]] = json.loads((Path(__file__).parent / "golden_fingerprints.json").read_text("utf-8"))
NAMES = [f"{entry['team']}, {entry['content']['clause']}" for entry in GOLDEN]


@pytest.mark.parametrize("entry", GOLDEN, ids=NAMES)
def test_a_content_has_the_fingerprint_it_always_had(entry: dict[str, Any]) -> None:
    assert fingerprint(entry["content"]) == entry["fingerprint"]
    assert hashlib.sha256(rfc8785.dumps(entry["content"])).hexdigest() == entry["fingerprint"]


@pytest.mark.parametrize("entry", GOLDEN, ids=NAMES)
def test_the_examples_facts_make_the_content_they_always_made(entry: dict[str, Any]) -> None:
    part = agreement_parts(EXAMPLE)[entry["team"]][list(Clause).index(entry["content"]["clause"])]
    assert part.content == entry["content"]
    assert part.fingerprint == entry["fingerprint"]


def test_every_part_of_the_example_is_held() -> None:
    parts = {(team, str(part.clause)) for team, five in agreement_parts(EXAMPLE).items() for part in five}
    assert {(entry["team"], entry["content"]["clause"]) for entry in GOLDEN} == parts
