"""Every rule of a plan file: a plan made wrong in one place says so there, once. ¦ marks the place."""

import pytest

from tests.formats.plans import FULL, changed, errors_of, marked, places_of

UNKNOWN_AND_MISSING = [
    ("an unknown section", "check_ins:\n", "¦check_inz:\n", "check_inz"),
    (
        "an unknown key, told once though the right one is missing",
        "    title: Bread on",
        "    ¦titel: Bread on",
        "titel",
    ),
    ("an unknown key that is like nothing", "    why: Shops wait.", "    ¦mood: good", "mood"),
    ("a key a second time", "    why: Shops wait.", "    why: a\n    ¦why: b", "objectives[0].why"),
    ("an id that is missing", "{id: fresh, title: Al", "¦{title: Al", "strategic_goals[0].id"),
    ("a required key that is null", "- {person: li}", "- ¦{person: null}", "teams[1].members[1].person"),
    (
        "a need without a providing team",
        "- {id: second-cart, from: drivers, ",
        "- ¦{id: second-cart, ",
        "needs[1].from",
    ),
    ("a section a second time", "metrics:\n", "¦people: []\nmetrics:\n", "people"),
    (
        "an unknown key in a mapping on one line",
        "{id: mill, name: The Mill}\ncycle",
        "{id: mill, ¦nam: M}\ncycle",
        "nam",
    ),
]

TYPES = [
    ("a number for a text", "name: Bakery", "name: ¦12", "teams[1].name"),
    ("true for a text", "name: Bakery", "name: ¦true", "teams[1].name"),
    ("a number for an id", "parent: mill\n    members", "parent: ¦7\n    members", "teams[1].parent"),
    ("text for a number", "        target: 6\n", '        target: ¦"6"\n', "objectives[0].key_results[0].target"),
    ("a number with underscores", "effort_days: 15", "effort_days: ¦1_5", "effort_days"),
    ("a hexadecimal number", "effort_days: 15", "effort_days: ¦0x1F", "effort_days"),
    ("an octal number", "effort_days: 15", "effort_days: ¦0o17", "effort_days"),
    ("infinity", "effort_days: 15", "effort_days: ¦.inf", "effort_days"),
    ("not a number", "effort_days: 15", "effort_days: ¦.nan", "effort_days"),
    ("nineteen digits before the point", "effort_days: 15", "effort_days: ¦1234567890123456789", "effort_days"),
    ("nineteen digits in disguise", "effort_days: 15", "effort_days: ¦1e18", "effort_days"),
    ("thirteen digits after the point", "effort_days: 15", "effort_days: ¦0.1234567890123", "effort_days"),
    ("thirteen zeros after the point", "effort_days: 15", "effort_days: ¦1.0000000000000", "effort_days"),
    ("thirteen digits in disguise", "effort_days: 15", "effort_days: ¦1e-13", "effort_days"),
    ("a number for a date", "horizon: 2028-12-31", "horizon: ¦2028", "strategic_goals[0].horizon"),
    ("a day there is not", "horizon: 2028-12-31", "horizon: ¦2027-02-29", "strategic_goals[0].horizon"),
    ("a date in another order", "horizon: 2028-12-31", "horizon: ¦31.12.2028", "strategic_goals[0].horizon"),
    ("a date with a time", "horizon: 2028-12-31", "horizon: ¦2028-12-31T00:00:00Z", "strategic_goals[0].horizon"),
    ("an empty date where none can be taken back", "horizon: 2028-12-31", 'horizon: ¦""', "strategic_goals[0].horizon"),
    ("a text for a list", "serves: [fresh]", "serves: ¦fresh", "objectives[0].serves"),
    ("a mapping for a list", "serves: [fresh]", "serves: ¦{fresh: 1}", "objectives[0].serves"),
    ("a list for a mapping", "{at_least: 0, at_most: 3}", "¦[0, 3]", "hold"),
    ("a null item", "aliases: [big oven]", "aliases: [big oven, ¦null]", "milestones[0].aliases[1]"),
    ("an item that is no mapping", "- {person: li}", "- ¦li", "teams[1].members[1]"),
    ("an empty required text", "name: Bakery", 'name: ¦""', "teams[1].name"),
    ("a required text of white space", "name: Bakery", 'name: ¦" \\t "', "teams[1].name"),
    ("an id with capitals", "{id: drivers,", "{id: ¦Drivers,", "teams[2].id"),
    ("an id with an umlaut", "{id: drivers,", "{id: ¦fährer,", "teams[2].id"),
    ("an id that begins with a dash", "{id: drivers,", "{id: ¦-drivers,", "teams[2].id"),
    ("an id of 65 characters", "{id: returns,", f"{{id: ¦{'r' * 65},", "metrics[1].id"),
    ("a text of 20,001 characters", "why: Shops wait.", f"why: ¦{'a' * 20_001}", "objectives[0].why"),
    ("a word that is not among the choices", "ambition: committed", "ambition: ¦sure", "objectives[0].ambition"),
    ("a choice in capitals", "ambition: committed", "ambition: ¦Committed", "objectives[0].ambition"),
    ("another version of the format", "accord: 1", "accord: ¦2", "accord"),
    ("the version as text", "accord: 1", 'accord: ¦"1"', "accord"),
    ("a code that is none", "off: [AL604]", "off: [¦AL605]", "checks.off[0]"),
    ("a beginning of codes", "off: [AL604]", "off: [¦AL6]", "checks.off[0]"),
    ("a code that is none as a key", "{AL701: info}", "{¦AL799: info}", "checks.severity.AL799"),
    ("a severity that is none", "{AL701: info}", "{AL701: ¦bad}", "checks.severity.AL701"),
]

RANGES = [
    ("a negative allocation", "allocation: 80", "allocation: ¦-1", "allocation"),
    ("a negative weight", "weight: 2", "weight: ¦-0.5", "weight"),
    ("a negative share", "share: 15", "share: ¦-15", "share"),
    ("a negative yield", "expected: 2", "expected: ¦-2", "expected"),
    ("confidence above ten", "confidence: 6", "confidence: ¦10.5", "confidence"),
    ("confidence below zero", "confidence: 6", "confidence: ¦-1", "confidence"),
    ("half a day of lag", "lag_days: 7", "lag_days: ¦7.5", "lag_days"),
    ("limits in the wrong order", "at_least: 0, at_most: 3", "at_least: 4, at_most: ¦3", "hold.at_most"),
    ("limits in the wrong order, the other first", "at_least: 0, at_most: 3", "at_most: 3, at_least: ¦4", "at_least"),
    ("a band without a limit", "hold: {at_least: 0, at_most: 3}", "hold: ¦{}", "hold"),
    ("a cycle that ends before it starts", "  end: 2026-12-31", "  end: ¦2026-09-30", "cycle.end"),
    ("a key result due before it starts", "due: 2026-12-31\n        path", "due: ¦2026-09-30\n        path", "due"),
]

COMBINATIONS = [
    ("metric and milestone", "milestone: new-oven}", "milestone: new-oven, metric: ¦returns}", "metric"),
    ("milestone and baseline", "milestone: new-oven}", "milestone: new-oven, baseline: ¦0}", "baseline"),
    ("milestone and target", "milestone: new-oven}", "target: 1, milestone: ¦new-oven}", "milestone"),
    ("milestone and path", "milestone: new-oven}", "milestone: new-oven, path: ¦[]}", "path"),
    ("hold with a milestone", "milestone: new-oven}", "milestone: new-oven, hold: ¦{at_least: 1}}", "hold"),
    ("hold with nothing it is held for", "metric: returns, hold: {", "hold: ¦{", "key_results[2].hold"),
    ("hold and target", "at_most: 3}}", "at_most: 3}, target: ¦4}", "target"),
    ("hold and baseline and target, one mistake", "at_most: 3}}", "at_most: 3}, baseline: ¦3, target: 4}", "baseline"),
    (
        "path without baseline",
        "        baseline: 10\n        target: 6\n        start: 2026-10-01\n        due: 2026-12-31\n        path: [",
        "        target: 6\n        path: ¦[",
        "key_results[0].path",
    ),
    ("declined and promised", "declined: No money", "promised: 2026-11-01, declined: ¦No money", "declined"),
    ("declined and received", "spring.}", "spring., received: ¦2026-11-01}", "received"),
    ("declined without a reason", "declined: No money before spring.", 'declined: ¦""', "needs[1].declined"),
    (
        "received without delivered",
        "            delivered: 2026-10-18\n            received: ",
        "            received: ¦",
        "needs[0].received",
    ),
]

REPETITIONS = [
    ("a person twice in a team", "- {person: li}", "- {person: li}\n      - {person: ¦ana}", "members[2].person"),
    ("a manager twice", "reports_to: [li]", "reports_to: [li, ¦li]", "people[0].reports_to[1]"),
    ("a goal twice", "serves: [fresh]", "serves: [fresh, ¦fresh]", "serves[1]"),
    ("a guardrail twice", "guardrails: [returns]", "guardrails: [returns, ¦returns]", "guardrails[1]"),
    ("a term twice", "terms: [new-oven]", "terms: [new-oven, ¦new-oven]", "terms[1]"),
    ("a date twice in a path", "value: 8.5}]", "value: 8.5}, {date: ¦2026-11-15, value: 8}]", "path[1].date"),
    ("an e-mail in other letters", "email: li@mill.example", "email: ¦ANA@Mill.example", "people[1].email"),
    ("an id twice in a section", "{id: carts,", "{id: ¦mill,", "teams[3].id"),
    ("a need with the id of a key result", "{id: second-cart,", "{id: ¦late-down,", "needs[1].id"),
    (
        "a milestone with the id of a metric",
        "owner: bakery}\n",
        "owner: bakery}\n  - {id: ¦returns, name: R}\n",
        "milestones[1].id",
    ),
]

REFERENCES = [
    ("a parent that is nowhere", "parent: mill\n    members", "parent: ¦nowhere\n    members", "teams[1].parent"),
    ("a team where a person is wanted", "accountable: ana", "accountable: ¦bakery", "accountable"),
    ("an action of another key result", "for: early-dough", "for: ¦short-routes", "needs[0].for"),
    ("a need that provides", "provided_by: short-routes", "provided_by: ¦second-cart", "provided_by"),
    ("an objective where a key result is wanted", "key_result: routes-done", "key_result: ¦routes", "contributes_to"),
    ("what is no id at all", "owner: bakery\n    inf", "owner: ¦The Bakery\n    inf", "metrics[0].owner"),
    ("a team above itself", "{id: mill, name: The Mill}\n  - ", "{id: mill, name: M, parent: ¦mill}\n  - ", "parent"),
    (
        "teams above each other, told at the last of them",
        "{id: mill, name: The Mill}\n  - id: bakery\n    name: Bakery\n    parent: ",
        "{id: mill, name: M, parent: bakery}\n  - id: bakery\n    name: Bakery\n    parent: ¦",
        "teams[1].parent",
    ),
    ("a team that succeeds itself", "succeeded_by: drivers", "succeeded_by: ¦carts", "teams[3].succeeded_by"),
    ("a person who reports to themself", "reports_to: [li]", "reports_to: [li, ¦ana]", "people[0].reports_to[1]"),
    ("half a milestone", "date: 2026-11-01, value: 0}", "date: 2026-11-01, value: ¦0.5}", "check_ins[1].value"),
]

CASES = [
    case for table in (UNKNOWN_AND_MISSING, TYPES, RANGES, COMBINATIONS, REPETITIONS, REFERENCES) for case in table
]


def test_the_full_plan_is_in_order() -> None:
    assert errors_of(FULL) == []


@pytest.mark.parametrize(("case", "old", "new", "path"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_is_told_once_at_its_place(case: str, old: str, new: str, path: str) -> None:
    text, places = marked(changed(old, new))
    errors = errors_of(text)
    assert places_of(errors) == places
    assert path in errors[0].path
