"""The text of a plan file: encoding, YAML's and JSON's own rules, and where what is wrong stands."""

import json
import re

import pytest
import yaml

from accord.formats.plan import PlanErrors, read_documents
from tests.formats.plans import FULL, HEAD, changed, errors_in_json, errors_of, marked, places_of, read


def as_json(text: str) -> str:
    """The full plan's text as JSON."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return json.loads(str(value)) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", str(value)) else value

    values = yaml.load(text, Loader=yaml.BaseLoader)
    return json.dumps(plain(values), indent=2, ensure_ascii=False)


YAML_MISTAKES = [
    ("a merge key", f"{HEAD}people: [{{¦<<: {{id: a}}, id: b, name: B}}]\n"),
    ("a number as key", f"{HEAD}¦1: x\n"),
    ("true as key", f"{HEAD}¦true: x\n"),
    ("nothing as key", f"{HEAD}¦: x\n"),
    ("a list as key", f"{HEAD}? ¦[a]\n: x\n"),
    ("a tag", f"{HEAD}people: [{{id: a, name: ¦!person b}}]\n"),
    ("a tag of YAML itself", f"{HEAD}people: [{{id: a, name: ¦!!int 5}}]\n"),
    ("a tag on a mapping", f"{HEAD}people: [¦!!python/object:os.system {{id: a, name: b}}]\n"),
    ("the mark of no tag", f"{HEAD}people: [{{id: a, name: ¦! b}}]\n"),
    ("a second document", f"{HEAD}¦---\naccord: 1\n"),
    ("an alias without anchor", f"{HEAD}people: [¦*a]\n"),
    ("an alias inside its own anchor", f"{HEAD}people: &a [¦*a]\n"),
    ("nesting deeper than forty", f"{HEAD}people: {'[' * 39}¦[]{']' * 39}\n"),
    ("an open bracket", f"{HEAD}people: [\n¦"),
    ("a tab as indentation", f"{HEAD}people:\n¦\t- a\n"),
    ("an escaped control character", f'{HEAD}people: [{{id: a, name: "b¦\\0"}}]\n'),
    ("two escaped control characters", f'{HEAD}people: [{{id: a, name: "¦\\x07\n ¦\\x85"}}]\n'),
    ("an escaped lone surrogate", f'{HEAD}people: [{{id: a, name: "\\ud8¦00"}}]\n'),
    ("a control character", f"{HEAD}# ¦\x07\n"),
    ("several control characters", f"{HEAD}# ¦\x7f\n# é ¦\x85\n"),
    ("a text for a whole file", "¦hello\n"),
    ("a list for a whole file", "¦- a\n"),
    ("an empty file", "¦"),
    ("a file of comments", "¦# nothing\n"),
]


@pytest.mark.parametrize(("case", "text"), YAML_MISTAKES, ids=[case for case, _ in YAML_MISTAKES])
def test_what_yaml_may_not_hold_is_told_at_its_place(case: str, text: str) -> None:
    text, places = marked(text)
    found = places_of(errors_of(text))
    if case == "an escaped lone surrogate":
        assert [line for line, _ in found] == [line for line, _ in places]
    else:
        assert found == places


NO_YAML = [
    ("a second colon", f"{HEAD}people: [{{id: a, name: B}}]\nteams: a¦: b\n", "put the text in quotes"),
    ("a colon in a title", f"{HEAD}people:\n  - id: a\n    name: Ann¦: a lead\n", "put the text in quotes"),
    ("a tab as indentation", f"{HEAD}people:\n¦\t- a\n", "indent with spaces"),
    ("a tab after a dash", f"{HEAD}people:\n  -¦\tid: a\n    name: b\n", "indent with spaces"),
    ("a tab in a text of lines", f"{HEAD}people:\n  - id: a\n    name: |\n¦\t  b\n", "indent with spaces"),
    ("an open quotation mark", f"{HEAD}people:\n  - id: a\n    name: ¦'B\n  - id: c\n    name: D\n", "never closed"),
    ("a key without colon", f"{HEAD}¦people\n  - id: a\n", "colon"),
    ("a line out of its column", f"{HEAD}people:\n    - id: a\n    ¦name: b\n", "one column"),
    ("text after a quotation mark", f'{HEAD}people:\n  - id: a\n    name: "B" ¦C\n', "nothing follows"),
    ("an open bracket", f"{HEAD}people:\n  - id: a\n    reports_to: [b\n  - id¦: c\n", "closing ]"),
    ("a file that ends within brackets", f"{HEAD}people: [\n¦", "close every ["),
    ("a comma too many", f"{HEAD}people: [¦, a]\n", "put the text in quotes"),
    ("half a character", f'{HEAD}people:\n  - id: a\n    name: "\\u¦d83d"\n', "write the character itself"),
    ("an at sign", f"{HEAD}people:\n  - id: a\n    name: ¦@ann\n", "put the text in quotes"),
    ("a star", f"{HEAD}people:\n  - id: a\n    name: ¦*new* one\n", "put the text in quotes"),
    ("a backslash", f'{HEAD}people:\n  - id: a\n    name: "C:¦\\dir"\n', "backslash"),
    ("a dash in one line", f"{HEAD}people: ¦- a\n", "a line of its own"),
]


@pytest.mark.parametrize(("case", "text", "mend"), NO_YAML, ids=[case for case, *_ in NO_YAML])
def test_what_is_no_yaml_is_told_in_our_words_with_the_way_to_mend_it(case: str, text: str, mend: str) -> None:
    text, places = marked(text)
    errors = errors_of(text)

    assert places_of(errors) == places
    assert mend in errors[0].message
    assert not re.search(r"scanning|token|expected|mapping values|sequence", errors[0].message)


@pytest.mark.parametrize("empty", ["\t", " \t", "\t \t", "\t\r"])
def test_a_line_of_nothing_but_tabs_is_an_empty_line(empty: str) -> None:
    text = HEAD.replace("\n", "\r\n" if empty.endswith("\r") else "\n")
    lines = f"{text}people:\n{empty}\n  - id: a\n    name: A\n{empty}\n  - id: b\n{empty}\n    name: ¦5\n"

    text, places = marked(lines)

    assert places_of(errors_of(text)) == places
    assert not errors_of(text.replace("name: 5", "name: B"))


JSON_MISTAKES = [
    ("a comment", '{"accord": 1, ¦// no\n"people": []}'),
    ("a comma too many in a mapping", '{"accord": 1,¦}'),
    ("a comma too many in a list", '{"accord": 1, "people": [1,¦]}'),
    ("single quotes", "{¦'accord': 1}"),
    ("a key without quotes", "{¦accord: 1}"),
    ("a key that is a number", "{¦1: 1}"),
    ("two values", '{"accord": 1} ¦{}'),
    ("a missing end", '{"accord": 1¦'),
    ("a missing colon", '{"accord" ¦1}'),
    ("a leading zero", '{"accord": ¦01}'),
    ("a plus", '{"accord": ¦+1}'),
    ("a point without digits", '{"accord": ¦1.}'),
    ("a word of another language", '{"accord": ¦True}'),
    ("a tab in a text", '{"accord": ¦"a\tb"}'),
    ("an unknown escape", '{"accord": ¦"\\x41"}'),
    ("nothing at all", "¦"),
    ("nesting deeper than forty", f'{{"accord": 1, "people": {"[" * 39}¦['),
]


@pytest.mark.parametrize(("case", "text"), JSON_MISTAKES, ids=[case for case, _ in JSON_MISTAKES])
def test_json_is_read_as_json(case: str, text: str) -> None:
    text, places = marked(text)
    assert places_of(errors_in_json(text)) == places


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('{"accord": 01}', "a number is written as"),
        ('{"accord": .5}', "a number is written as"),
        ('{"accord": -}', "a value should stand here"),
        ('{"a\tb": 1}', "a tab in a text is written \\t"),
        ('{"a": "b\nc"}', "a line break in it is written \\n"),
        ('{"a": "b', "close its quotation mark"),
        ('{"a": "C:\\dir"}', "a backslash is written twice"),
        ('{"a": 1 "b": 2}', "a comma or } should stand here"),
    ],
)
def test_what_is_no_json_is_told_with_the_way_to_mend_it(text: str, mend: str) -> None:
    assert [mend in error.message for error in errors_in_json(text)] == [True]


JSON_VALUES = [
    ("a key twice", '"name": "A"}', '"name": "A", ¦"name": "B"}'),
    ("not a number", '"start": "2026-10-01"', '"start": ¦NaN'),
    ("infinity", '"start": "2026-10-01"', '"start": ¦-Infinity'),
    ("a lone surrogate", '"name": "A"}', '"name": "A¦\\ud800"}'),
    ("a lone second surrogate", '"name": "A"}', '"name": "A¦\\uDC00b"}'),
    ("an escaped control character", '"name": "A"}', '"name": "é\\n¦\\u0007"}'),
    ("a backspace", '"name": "A"}', '"name": "¦\\b"}'),
    ("an unknown key with escapes", '"name": "A"}', '"name": "A", ¦"n\\u00e4": 1}'),
    ("a wrong value behind escapes", '"end": "2026-12-31"', '"e\\u006ed": ¦"2026-13-31"'),
]


@pytest.mark.parametrize(("case", "old", "new"), JSON_VALUES, ids=[case for case, _, _ in JSON_VALUES])
def test_a_wrong_value_in_json_is_told_at_its_place(case: str, old: str, new: str) -> None:
    cycle = '{"id": "c", "name": "C", "start": "2026-10-01", "end": "2026-12-31"}'
    good = f'{{\n "accord": 1,\n "organization": {{"id": "a", "name": "A"}},\n "cycle": {cycle}\n}}\n'
    assert errors_in_json(good) == []
    text, places = marked(good.replace(old, new, 1))
    assert places_of(errors_in_json(text)) == places


def test_pairs_of_surrogates_are_one_character() -> None:
    text = as_json(FULL).replace("Bakery", "\\ud83e\\udd56 \\\\b \\\\ud800")
    plan = read_documents([("p.json", text.encode())]).plan
    assert plan.teams[1].name == "\U0001f956 \\b \\ud800"


def test_json_and_yaml_say_the_same() -> None:
    in_json = read_documents([("plan.json", as_json(FULL).encode())])
    assert in_json.plan == read(FULL).plan
    lines = as_json(FULL).split("\n")
    for (_, id_), (file, line) in in_json.places.items():
        assert (file, lines[line - 1].strip().rstrip(",")) == ("plan.json", f'"id": "{id_}"')


def test_places_in_json_hold_for_ids_behind_their_lists_and_spelt_in_escapes() -> None:
    text = as_json(FULL).replace('"id": "mill",', '"\\u0069d": "mill",')
    values = json.loads(text)
    for objective in values["objectives"]:
        objective["id"] = objective.pop("id")
    for written in (json.dumps(values, indent=1), json.dumps(values, indent=1).replace("\n", "\r")):
        lines = written.replace("\r", "\n").split("\n")
        places = read_documents([("p.json", written.encode())]).places
        assert '"id": "on-time"' in lines[places["objective", "on-time"][1] - 1]
        assert '"id": "late-down"' in lines[places["key_result", "late-down"][1] - 1]
    assert read_documents([("p.json", text.encode())]).places["organization", "mill"][1] == 4


def test_a_byte_order_mark_and_crlf_change_nothing() -> None:
    for name, text in (("p.yaml", FULL), ("p.json", as_json(FULL))):
        plain = read_documents([(name, text.encode())])
        other = read_documents([(name, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())])
        assert (other.plan, other.places) == (plain.plan, plain.places)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["p.yaml", "p.json"])
def test_invalid_utf_8_is_told_with_its_lines(name: str, end: str) -> None:
    data = f"accord: 1{end}# ¦{end}# é{end}  # ¦{end}".encode().replace("¦".encode(), b"\xff\xfe")
    with pytest.raises(PlanErrors) as wrong:
        read_documents([(name, data)])
    assert places_of(wrong.value.errors) == [(2, 3), (4, 5)]


def test_columns_count_characters() -> None:
    text, places = marked(changed("why: Shops wait.", "'🥖é': 1").replace("'🥖é'", "¦'🥖é'"))
    assert places_of(errors_of(text)) == places
    text, places = marked(f"{HEAD}people: [{{id: a, name: 🥖🥖é, email: ¦5}}]\n")
    assert places_of(errors_of(text)) == places


def test_aliases_are_read_within_bounds() -> None:
    text = f"{HEAD}people: [&a {{id: a, name: A}}]\nteams: [*a]\n"
    assert read(text).plan.teams[0].name == "A"
    many = f"{HEAD}x: [&a [{'b, ' * 999}b], {'*a, ' * 198}*a]\n"
    assert [error.path for error in errors_of(many)] == ["x"]
    too_many = f"{HEAD}x: [&a [{'b, ' * 999}b], {'*a, ' * 200}*a]\n"
    assert "more than 200,000 values" in errors_of(too_many)[0].message


def test_an_alias_that_repeats_an_id_is_told_where_it_stands() -> None:
    text, places = marked(f"{HEAD}people:\n- &a {{id: a, name: A}}\n- ¦*a\n")
    assert places_of(errors_of(text)) == places


def test_forty_levels_are_read() -> None:
    assert [error.path for error in errors_of(f"{HEAD}x: {'[' * 39}{']' * 39}\n")] == ["x"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["p.yaml", "p.json"])
def test_a_file_in_another_unicode_encoding_is_one_mistake(name: str, encoding: str) -> None:
    with pytest.raises(PlanErrors) as told:
        read_documents([(name, ("\ufeff" if encoding == "utf-16-be" else "").encode(encoding) + FULL.encode(encoding))])
    assert [(e.line, e.column, e.message) for e in told.value.errors] == [
        (1, 1, "this is not UTF-8; save the file in that encoding")
    ]
