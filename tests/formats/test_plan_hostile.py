"""Files made to hurt: a megabyte is read or refused within five seconds, never with a stack trace."""

import time

import pytest

from accord.formats.plan import PlanErrors, read_documents

MEGABYTE = 1_000_000


def filled(piece: str) -> str:
    return piece * (MEGABYTE // len(piece))


def separated(number: int) -> str:
    """One of many ids with the same letters."""
    return "".join(f"a{'.-_'[number // 3**place % 3]}" for place in range(20)) + "a"


LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 30)
)
IN_YAML = [
    ("brackets without end", filled("[")),
    ("dashes without end", filled("- ")),
    ("mappings without end", filled("{a: ")),
    ("question marks", filled("? ")),
    ("tabs", filled("\t")),
    ("a billion laughs", f"accord: 1\n{LAUGHS}"),
    ("many anchors", filled("a: &a b\n")),
    ("many aliases", "- &a [x]\n" + filled("- *a\n")),
    ("one long word", filled("a")),
    ("an open quotation mark", "'" + filled("a\n")),
    ("a flow list of words", f"[{filled('a,')}]"),
    ("keys that are nothing", filled("?\n")),
    ("a flow mapping of nothing", "{" + filled("?,") + "}"),
    ("many documents", filled("---\n")),
    ("many unknown keys", "accord: 1\n" + "".join(f"objektives{number}: 1\n" for number in range(50_000))),
    ("a key again and again", filled("a: 1\n")),
    ("empty key results", f"accord: 1\nobjectives: [{{key_results: [{filled('{},')}]}}]"),
    ("ids that are alike", "accord: 1\npeople:\n" + "".join(
        f"- {{id: {'a' * 55}{number:05}, name: x, reports_to: [{'a' * 50}{number:05}b]}}\n" for number in range(6_000)
    )),
    ("ids with a letter too few", "accord: 1\npeople:\n" + "".join(
        f"- {{id: {'ab' * 28}{number:05}, name: x, reports_to: [{'ab' * 27}a{number:05}]}}\n" for number in range(5_500)
    )),
    ("ids that differ in what separates words", "accord: 1\npeople:\n" + "".join(
        f"- {{id: {separated(number)}, name: x, reports_to: [{separated(number)}z]}}\n" for number in range(6_000)
    )),
    ("needs that wait for no action", "accord: 1\nobjectives: [{key_results: [{id: k, actions: [" + "".join(
        f"{{id: action{number}, title: x}}," for number in range(10_000)
    ) + "], needs: [" + "".join(
        f"{{id: n{number}, from: t, what: w, for: acton{number}}}," for number in range(10_000)
    ) + "]}]}]"),
    ("a circle of teams", "accord: 1\nteams:\n" + "".join(
        f"- {{id: t{number}, name: x, parent: t{(number + 1) % 20_000}}}\n" for number in range(20_000)
    )),
    ("a number of a million digits", "accord: " + filled("9")),
    ("an exponent of a million digits", "accord: 1e" + filled("9")),
    ("control characters", filled("\x01")),
    ("escaped control characters", f'a: "{filled(chr(92) + "0")}"'),
    ("tags", filled("- !a b\n")),
    ("carriage returns", filled("a: b\r")),
]  # fmt: skip
IN_JSON = [
    ("brackets without end", filled("[")),
    ("mappings without end", filled('{"a":')),
    ("a text without end", '"' + filled("a")),
    ("escapes without end", '"' + filled("\\n")),
    ("a list of numbers", f"[{filled('1,')}1]"),
    ("a list of no numbers", f"[{filled('NaN,')}1]"),
    ("a key again and again", "{" + filled('"a":1,') + '"a":1}'),
    ("lone surrogates", f'["{filled(chr(92) + "ud800")}"]'),
    ("white space", filled(" ")),
    ("a number of a million digits", filled("9")),
    ("empty people", '{"accord":1,"people":[' + filled("{},") + "{}]}"),
]
CASES = [(f"{case}.{ending}", text) for ending, cases in (("yaml", IN_YAML), ("json", IN_JSON)) for case, text in cases]


@pytest.mark.parametrize(("name", "text"), CASES, ids=[name for name, _ in CASES])
def test_a_hostile_megabyte_is_refused_in_time(name: str, text: str) -> None:
    start = time.process_time()
    with pytest.raises(PlanErrors) as wrong:
        read_documents([(name, text.encode())])
    assert wrong.value.as_lines()
    assert wrong.value.as_json()["errors"]
    assert time.process_time() - start < 5
