"""Values that come one by one, as from a form, judged by the very description by which files are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from accord.formats.plan import grammar as g
from accord.formats.plan.objective_sections import ACTION, CONTRIBUTION, KEY_RESULT, NEED, OBJECTIVE
from accord.formats.plan.people_sections import BRIEF, CYCLE, MEMBER, PERSON, STRATEGIC_GOAL, TEAM
from accord.formats.plan.registry_sections import METRIC, MILESTONE
from accord.formats.plan.scalars import is_numeral, to_day, to_decimal

# In a file the brief is a section of its cycle, and nothing says what the cycle is part of.
_CYCLE = g.Shape(
    "cycle",
    CYCLE.build,
    (
        *(field for field in CYCLE.fields if field.key != "brief"),
        *BRIEF.fields,
        g.Field("parent", g.Reference(("cycle",)), "The cycle around it."),
    ),
    rules=CYCLE.rules,
    kind="cycle",
)
# So are its members of a team, each of whom is a thing by itself.
_TEAM = g.Shape("team", TEAM.build, tuple(field for field in TEAM.fields if field.key != "members"), kind="team")
_MEMBERSHIP = g.Shape("membership", MEMBER.build, tuple(field for field in MEMBER.fields if field.key != "person"))
SHAPES: Mapping[str, g.Shape] = {
    "objective": OBJECTIVE, "key_result": KEY_RESULT, "action": ACTION, "need": NEED, "contribution": CONTRIBUTION,
    "metric": METRIC, "milestone": MILESTONE, "cycle": _CYCLE, "strategic_goal": STRATEGIC_GOAL,
    "person": PERSON, "team": _TEAM, "membership": _MEMBERSHIP,
}  # fmt: skip
# Under what things stand: in a file they are written inside it.
PLACES: Mapping[str, g.Field] = {
    "key_result": g.Field("objective", g.Reference(("objective",)), "Under which objective.", required=True),
    "action": g.Field("key_result", g.Reference(("key_result",)), "Under which key result.", required=True),
    "need": g.Field("key_result", g.Reference(("key_result",)), "Under which key result.", required=True),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that cannot be as it is given: a code, and what the code is about (another field, a limit, an id)."""

    field: str
    code: str
    about: str = ""


class _CannotBe(Exception):
    def __init__(self, code: str, about: object = "") -> None:
        super().__init__(code)
        self.code, self.about = code, str(about)


Value = TypeVar("Value")


def cleaned(kind: str, given: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[dict[str, Any], list[Wrong]]:
    """The values of a kind's fields, exact and laid out as a plan is, and all that is wrong with them.

    A text of white space, or nothing, is the field left out: it takes its default. Numbers and days may be texts.
    """
    fields = {field.key: field for field in fields_of(kind)}
    values, wrong = {}, []
    for name, value in given.items():
        try:
            if name not in fields or name not in defaults:
                raise _CannotBe("unknown-field")
            found = _value(fields[name].kind, value)
            if found is None and fields[name].required:
                raise _CannotBe("missing")
            values[name] = defaults[name] if found is None else found
        except _CannotBe as problem:
            wrong.append(Wrong(name, problem.code, problem.about))
    return values, wrong


def missing(kind: str, given: Mapping[str, Any]) -> list[Wrong]:
    """What a new thing lacks."""
    required = (field.key for field in fields_of(kind) if field.required and field.key not in {"id", "key_result"})
    place = PLACES.get(kind)
    wanted = [*required, *([place.key] if place else [])]
    return [Wrong(key, "missing") for key in wanted if key not in given]


def broken_rules(kind: str, fields: Mapping[str, Any]) -> list[Wrong]:
    """Which rules between its fields a whole thing breaks, each told at one of the fields. No field is blamed twice."""
    stated = {name: value for name, value in fields.items() if value is not None and value != []}
    found: list[Wrong] = []
    blamed: set[str] = set()
    for rule in SHAPES[kind].rules:
        wrong = _broken(rule, stated)
        if wrong and blamed.isdisjoint({wrong.field, wrong.about}):
            found.append(wrong)
            blamed |= {wrong.field, wrong.about}
    return found


def fields_of(kind: str) -> Iterator[g.Field]:
    """The fields of a kind, with that under which it stands."""
    yield from SHAPES[kind].fields
    if kind in PLACES:
        yield PLACES[kind]


def _broken(rule: g.Rule, stated: Mapping[str, Any]) -> Wrong | None:
    match rule:
        case g.Excludes(key, others, _):
            clash = next((other for other in others if other in stated), None) if key in stated else None
            return Wrong(clash, "excludes", key) if clash else None
        case g.Needs(key, others):
            lack = next((other for other in others if other not in stated), None) if key in stated else None
            return Wrong(key, "needs", lack) if lack else None
        case g.AtLeastOne(keys):
            return None if any(key in stated for key in keys) else Wrong(keys[0], "needs", " ".join(keys))
        case g.InOrder(first, second, _):
            in_order = first not in stated or second not in stated or stated[first] <= stated[second]
            return None if in_order else Wrong(second, "order", first)


def _value(kind: g.Kind, value: Any) -> Any:
    """None where nothing is stated."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match kind:
        case g.Text():
            return _text(value)
        case g.Day():
            return _day(value)
        case g.Number():
            return _number(kind, value)
        case g.Word(options):
            return _one_of(options, value)
        case g.ListOf():
            return _list(kind, value)
        case g.Shape():
            return _mapping(kind, value)
        case _:
            return _of_type(str, value, "id").strip()


def _of_type(wanted: type[Value], value: Any, code: str) -> Value:
    if not isinstance(value, wanted):
        raise _CannotBe(code)
    return value


def _text(value: Any) -> str:
    text: str = _of_type(str, value, "text")
    if len(text) > g.LONGEST_TEXT:
        raise _CannotBe("too-long", g.LONGEST_TEXT)
    if any(ord(letter) < ord(" ") and letter not in "\t\n\r" for letter in text):
        raise _CannotBe("text")
    return text


def _day(value: Any) -> date:
    day = to_day(value.strip()) if isinstance(value, str) else value
    return _of_type(date, day, "date")


def _number(kind: g.Number, value: Any) -> Decimal | int:
    text = value.strip() if isinstance(value, str) else format(value, "f") if isinstance(value, Decimal) else str(value)
    number = to_decimal(text) if is_numeral(text) and not isinstance(value, bool) else None
    if number is None:
        raise _CannotBe("number")
    if kind.whole and number != number.to_integral_value():
        raise _CannotBe("whole")
    if kind.least is not None and number < kind.least:
        raise _CannotBe("least", kind.least)
    if kind.most is not None and number > kind.most:
        raise _CannotBe("most", kind.most)
    return int(number) if kind.whole else number


def _one_of(options: Sequence[str], value: Any) -> Any:
    if value not in options:
        raise _CannotBe("word", " ".join(options))
    return value


def _list(kind: g.ListOf, value: Any) -> list[Any] | None:
    if not isinstance(value, list | tuple):
        raise _CannotBe("list")
    items = [item for each in value if (item := _value(kind.of, each)) is not None]
    if kind.once is not None:
        names = [item[kind.once] if kind.once else item for item in items]
        if twice := next((name for at, name in enumerate(names) if name in names[:at]), None):
            raise _CannotBe("twice", twice)
    return items or None


def _mapping(shape: g.Shape, value: Any) -> dict[str, Any] | None:
    if not isinstance(value, Mapping):
        raise _CannotBe("mapping")
    given: Mapping[str, Any] = value
    found = {field.key: _value(field.kind, given.get(field.key)) for field in shape.fields}
    if all(each is None for each in found.values()):
        return None
    for field in shape.fields:
        if field.required and found[field.key] is None:
            raise _CannotBe("missing", field.key)
    if broken := next((wrong for rule in shape.rules if (wrong := _broken(rule, _stated(found)))), None):
        raise _CannotBe(broken.code, broken.field)
    built = shape.build(**_stated(found))
    return {key: getattr(built, key) for key in found}


def _stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
