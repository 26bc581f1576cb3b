"""Thousands of bad plans: each is read or refused with places, never anything else."""

import os
import random

import pytest

from accord.formats.plan import PlanErrors, read_documents
from tests.formats.plans import FULL
from tests.formats.test_plan_text import as_json

PIECES = [
    *("[", "]", "{", "}", ":", "-", ",", "#", "&a ", "*a", "!!int ", "!x ", "|", ">", "? ", "<<: *a", "---\n", "...\n"),
    *('"', "'", "\\", "\\u0000", "\\ud800", "\t", "\n", "\r", "\n\n", "  ", "null", "true", "~", "NaN", "1e999", "-0"),
    *("\u2028", "\ufeff", "\ufffe", "\x00", "\x85", "é", "🥖", "id: ana", "id", "2026-02-30", "ana", "%YAML 1.1\n"),
]
# Four ways to go wrong. A run of 10,000 takes a minute; BAD_PLANS=10000 asks for one.
EACH = int(os.environ.get("BAD_PLANS", "2000")) // 4


def mutated(text: str, chance: random.Random) -> bytes:
    """A text with one to three places cut, doubled, moved or overwritten; now and then with bytes of no text."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        end = min(len(text), at + chance.choice([0, 1, 3, 20, 200]))
        middle = chance.choice(["", chance.choice(PIECES), text[at:end] * 2, text[at:end][::-1]])
        text = text[:at] + middle + text[end:]
    data = text.encode()
    if chance.random() < 0.02:
        at = chance.randrange(len(data))
        data = data[:at] + bytes([chance.randrange(128, 256)]) + data[at:]
    return data


def lines_swapped(text: str, chance: random.Random) -> bytes:
    """A text with lines left out, doubled, swapped or indented otherwise."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[at] = ""
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = " " * chance.randint(0, 12) + lines[at].lstrip()
    return "\n".join(lines).encode()


@pytest.mark.parametrize("change", [mutated, lines_swapped])
@pytest.mark.parametrize(("name", "text"), [("p.yaml", FULL), ("p.json", as_json(FULL))])
def test_a_bad_plan_is_refused_with_places(name: str, text: str, change: object) -> None:
    chance = random.Random(f"{name} {change}".split(" at ")[0])
    refused = 0
    for _ in range(EACH):
        data = change(text, chance)  # type: ignore[operator]
        try:
            read = read_documents([(name, data)])
        except PlanErrors as wrong:
            refused += 1
            lines = data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
            for error in wrong.errors:
                assert 1 <= error.line <= len(lines), data
                assert 1 <= error.column <= len(lines[error.line - 1]) + 1, data
                assert error.message, data
        else:
            assert read.places, data
    assert refused > EACH / 2
