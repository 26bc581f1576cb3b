"""The language in which sections.py describes a plan file: kinds of values, fields, shapes, rules.

The reader (reading.py) and the JSON Schema (json_schema.py) are both made from such a description.
"""

from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 20_000
DIGITS_BEFORE_POINT = 18
DIGITS_AFTER_POINT = 12
DEEPEST_NESTING = 40
MOST_VALUES_FROM_ALIASES = 200_000
MOST_ERRORS = 20_000  # told at once; nobody reads more, and telling them all takes long


@dataclass(frozen=True, slots=True)
class Text:
    """Words of people; `filled` ones must hold more than white space."""

    filled: bool = False


@dataclass(frozen=True, slots=True)
class Id:
    """What an item is known by."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of an item of one of these kinds; `own` ones stand under the same key result."""

    kinds: tuple[str, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date; where it `may_be_empty`, "" takes back what was said before."""

    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal in a range, ends included."""

    least: int | None = None
    most: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that can only be this one."""

    value: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list. `once` names the key by which items may not repeat; "" means the items themselves."""

    of: "Kind"
    once: str | None = None


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping whose keys are some words and whose values are others."""

    keys: Word
    values: Word


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a shape; `attribute` is its name in the domain, where that differs."""

    key: str
    kind: "Kind"
    says: str
    required: bool = False
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Excludes:
    """Where `key` is stated, none of `others` is."""

    key: str
    others: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Needs:
    """Where `key` is stated, all of `others` are."""

    key: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeastOne:
    """One of `keys` is stated, or more."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InOrder:
    """The value of `first` is not greater than that of `second`."""

    first: str
    second: str
    why: str


Rule = Excludes | Needs | AtLeastOne | InOrder


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with known keys.

    `kind` is the kind of a subject in findings, for items that have an id; `build` makes the
    domain's value from the attributes that are stated. `stated` are the keys of which the value keeps in `stated`
    whether they were there.
    """

    name: str
    build: type[Any]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    kind: str = ""
    stated: tuple[str, ...] = ()


Kind = Text | Id | Reference | Day | Number | Word | Constant | ListOf | MapOf | Shape
