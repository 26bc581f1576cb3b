"""Plans for `accord check`, of any number of teams: made and written piece by piece, so that size costs no memory.

Three objectives a team with ten key results between them, three actions and 0.75 needs for each; teams work mostly with
their neighbours. What is promised and wanted is left to chance, which makes more findings than people do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from random import Random
from typing import IO, Any

import orjson
import yaml

from bench import words
from bench.generate import CYCLE, GOALS, SEED
from bench.plan_file import as_plain
from bench.teams import House, house

KEY_RESULTS_OF_OBJECTIVES = ((1, 2, 3), (4, 5, 6), (7, 8, 9, 10))
KEY_RESULTS = 10  # of a team
ACTIONS = (1, 2, 3)
METRICS_OF_A_TEAM = 3
REACH = 20  # whom a team works with, by its place
LAST_DAY = 91

Item = dict[str, Any]
Sections = Iterator[tuple[str, Item | Iterator[Item]]]


def write_json(file: IO[bytes], teams: int) -> None:
    """A plan with so many teams as JSON, each item on a line."""
    file.write(b'{"accord": 1')
    for key, section in sections(teams):
        file.write(b',\n"%s": ' % key.encode())
        if isinstance(section, dict):
            file.write(orjson.dumps(section))
            continue
        for place, item in enumerate(section):
            file.write((b",\n" if place else b"[\n") + orjson.dumps(item))
        file.write(b"\n]")
    file.write(b"\n}\n")


def write_yaml(file: IO[bytes], teams: int) -> None:
    """A plan with so many teams as YAML, in blocks and with long lines folded, as PyYAML writes it."""
    file.write(b"accord: 1\n")
    for key, section in sections(teams):
        if isinstance(section, dict):
            file.write(_as_yaml({key: section}))
            continue
        file.write(f"{key}:\n".encode())
        for item in section:
            file.write(_as_yaml([item]))


def _as_yaml(value: Any) -> bytes:
    return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, encoding="utf-8")


def sections(teams: int, *, seed: int = SEED) -> Sections:
    """The sections of a plan with so many teams, in the order of plan files; lists one item after the other."""
    rng = Random(f"check/{seed}/{teams}")
    frame = _Frame(house(teams, rng))
    yield "organization", {"id": "meridian", "name": "Meridian"}
    yield "cycle", as_plain(CYCLE)
    yield "strategic_goals", ({"id": f"goal-{n}", "title": title} for n, title in enumerate(GOALS, 1))
    yield "people", map(as_plain, frame.house.people)
    yield "teams", map(as_plain, frame.house.teams)
    yield "metrics", chain.from_iterable(_metrics(frame, team, rng) for team in range(teams))
    yield "milestones", (_milestone(frame, team, rng) for team in range(teams))
    yield "objectives", chain.from_iterable(_objectives(frame, team, rng) for team in range(teams))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is referred to by place: the team at 7 has the metrics m7.1 to m7.3 and the key results kr7.1 to kr7.10."""

    house: House

    def id_of(self, team: int) -> str:
        return self.house.teams[team].id

    def near(self, rng: Random, team: int) -> int:
        """Another team close by."""
        last = len(self.house.teams) - 1
        other = min(max(0, team - REACH + rng.randrange(2 * REACH)), last)
        return other if other != team else (team + 1 if team < last else team - 1)


def _metrics(frame: _Frame, team: int, rng: Random) -> Iterator[Item]:
    for number in range(1, METRICS_OF_A_TEAM + 1):
        thing = rng.choice(words.THINGS)
        name = f"{thing.capitalize()} of {frame.house.teams[team].name}, figure {number}"
        metric: Item = {
            "id": f"m{team}.{number}",
            "name": name,
            "definition": f"{name}. {words.filled(rng, words.CHECKS[0], frame.house.teams[team].name)}",
            "unit": rng.choice(("%", "per 1,000", "a week", "hours", "days")),
            "source": f"{rng.choice(words.AREAS).lower()} export",
            "frequency": rng.choice(("daily", "weekly", "monthly", "quarterly")),
            "better": rng.choice(("higher", "lower")),
            "owner": frame.id_of(team),
        }
        if rng.random() < 0.3:
            metric["aliases"] = [f"{thing} ({frame.id_of(team)})"]
        if rng.random() < 0.25:
            other = f"m{frame.near(rng, team)}.{rng.randint(1, METRICS_OF_A_TEAM)}"
            metric["influences"] = [{"metric": other, "sign": rng.choice("+-"), "lag_days": rng.choice((7, 30, 90))}]
        yield metric


def _milestone(frame: _Frame, team: int, rng: Random) -> Item:
    return {
        "id": f"ms{team}",
        "name": f"{words.deed(rng)}: done by {frame.house.teams[team].name}",
        "definition": words.filled(rng, words.CHECKS[2], frame.house.teams[team].name),
        "date": _day(rng, 20, 80),
        "owner": frame.id_of(team),
    }


def _objectives(frame: _Frame, team: int, rng: Random) -> Iterator[Item]:
    for number, key_results in enumerate(KEY_RESULTS_OF_OBJECTIVES, 1):
        objective: Item = {
            "id": f"o{team}.{number}",
            "team": frame.id_of(team),
            "title": f"Nobody has to think about {rng.choice(words.THINGS)} {rng.choice(words.PLACES_OF_WORK)}",
            "why": " ".join(rng.sample(words.REASONS, 2)),
            "ambition": "aspirational" if rng.random() < 0.2 else "committed",
        }
        if rng.random() < 0.5:
            objective["serves"] = [f"goal-{rng.randint(1, len(GOALS))}"]
        if team and rng.random() < 0.8:
            # Upwards in the tree, so that only a few of them run in circles.
            above = (team - 1) // 8 if rng.random() < 0.95 else frame.near(rng, team)
            status = rng.choices(("accepted", "proposed", "declined"), (85, 10, 5))[0]
            objective["contributes_to"] = [
                {
                    "key_result": f"kr{above}.{rng.randint(1, KEY_RESULTS)}",
                    "share": rng.randint(1, 200),
                    "status": status,
                }
            ]
        objective["key_results"] = [_key_result(frame, team, number, rng) for number in key_results]
        yield objective


def _key_result(frame: _Frame, team: int, number: int, rng: Random) -> Item:
    key, name = f"kr{team}.{number}", frame.house.teams[team].name
    result: Item = {
        "id": key,
        "title": f"{rng.choice(words.THINGS).capitalize()} {rng.choice(words.PLACES_OF_WORK)}",
        **_measure(frame, team, rng),
        "accountable": rng.choice(frame.house.teams[team].members).person,
        "completion_criteria": words.sentences(rng, words.CHECKS, 1, 2, name),
        "decomposition": words.sentences(rng, words.STEPS, 1, 3, name),
    }
    if rng.random() < 0.2:
        result["due"] = _day(rng, 85, LAST_DAY)
    if rng.random() < 0.15:
        result["guardrails"] = [f"m{frame.near(rng, team)}.{rng.randint(1, METRICS_OF_A_TEAM)}"]
    if rng.random() < 0.15:
        other = frame.near(rng, team)
        duty = words.filled(rng, words.STEPS[5], frame.house.teams[other].name)
        result["duties"] = [{"team": frame.id_of(other), "does": duty}]
    result["actions"] = [_action(frame, team, f"{key}.a{place}", rng) for place in ACTIONS]
    if rng.random() < 0.75:
        result["needs"] = [_need(frame, team, key, rng)]
    return result


def _measure(frame: _Frame, team: int, rng: Random) -> Item:
    lot = rng.random()
    if lot < 0.08:
        return {"milestone": f"ms{team}"}
    where = team if lot < 0.9 else frame.near(rng, team)
    metric = f"m{where}.{rng.randint(1, METRICS_OF_A_TEAM)}"
    if lot > 0.97:
        return {"metric": metric, "hold": {"at_least": rng.randint(80, 95), "at_most": rng.randint(96, 100)}}
    return {"metric": metric, "baseline": rng.randint(20, 900), "target": rng.randint(40, 1800) / 2}


def _action(frame: _Frame, team: int, key: str, rng: Random) -> Item:
    doing = team if rng.random() < 0.85 else frame.near(rng, team)
    action: Item = {
        "id": key,
        "title": words.deed(rng),
        "team": frame.id_of(doing),
        "responsible": rng.choice(frame.house.teams[doing].members).person,
        "due": _day(rng, 10, 84),
        "effort_days": rng.randint(1, 30),
    }
    if rng.random() < 0.3:
        action["expected"] = rng.randint(1, 40) / 2
    return action


def _need(frame: _Frame, team: int, key: str, rng: Random) -> Item:
    other = frame.near(rng, team)
    by = rng.randint(15, 90)
    need: Item = {
        "id": f"{key}.n1",
        "from": frame.id_of(other),
        "what": f"{rng.choice(words.OBJECTS).capitalize()}, ready {rng.choice(words.PLACES_OF_WORK)}",
        "completion_criteria": words.filled(rng, rng.choice(words.CHECKS), frame.house.teams[other].name),
        "by": (CYCLE.start + timedelta(by)).isoformat(),
    }
    if rng.random() < 0.5:
        need["for"] = f"{key}.a{rng.choice(ACTIONS)}"
    lot = rng.random()
    if lot < 0.02:
        need["declined"] = "Nobody is free for it before January."
    elif lot < 0.9:
        late = rng.choice((0, 0, 0, 0, 3, 7, 10, -8))
        need["promised"] = (CYCLE.start + timedelta(by - late)).isoformat()
        need["provided_by"] = f"kr{other}.{rng.randint(1, KEY_RESULTS)}.a{rng.choice(ACTIONS)}"
    return need


def _day(rng: Random, least: int, most: int) -> str:
    return (CYCLE.start + timedelta(rng.randint(least, most))).isoformat()
