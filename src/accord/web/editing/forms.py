"""A form for one thing: what stands in it, what was changed in it, and what cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accord.queries.definitions.choosing import Names as Called
from accord.queries.definitions.choosing import NotFound
from accord.queries.definitions.editing import Editable
from accord.web.editing.fields import Field, Pick, Picks, Rows, Typed, Unreadable
from accord.web.editing.sheet import Group, Sheet
from accord.web.editing.sheets import SHEETS

WAS = "was."  # before the names of inputs that hold what stood there when the form was given out


class Names:
    """Names as a form needs them: what is not found is said in a sentence."""

    def __init__(self, called: Called) -> None:
        self._called = called

    def called(self, kind: str, identifier: str) -> str:
        return self._called.called(kind, identifier)

    def find(self, kind: str, text: str) -> str:
        try:
            return self._called.find(kind, text)
        except NotFound as wrong:
            near = _(" or ").join(f"‘{each}’" for each in wrong.near)
            if wrong.is_many:
                raise LookupError(_("More than one is called so. Write one of %(near)s.") % {"near": near}) from wrong
            if near:
                raise LookupError(
                    _("Nothing is called ‘%(text)s’. Do you mean %(near)s?") % {"text": text, "near": near}
                ) from wrong
            raise LookupError(
                _("Nothing is called ‘%(text)s’. Start typing, and pick one.") % {"text": text}
            ) from wrong


@dataclass(slots=True)
class EditForm:
    """One thing's form. `typed` is what stands in the inputs, `was` what stood there when it was given out."""

    thing: Editable
    typed: dict[str, Sequence[str]]
    was: dict[str, Sequence[str]]
    seen: int | None
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)  # of the fields that were changed, by field
    wording_only: frozenset[str] = frozenset()
    reason: str = ""
    agrees: bool = True

    @property
    def sheet(self) -> Sheet:
        return SHEETS[self.thing.kind]

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.sheet.groups

    @property
    def folded(self) -> tuple[Group, ...]:
        return self.sheet.folded

    @property
    def unfolds(self) -> bool:
        """Whether something is written, or wrong, in what is folded away."""
        inputs = [name for group in self.folded for each in group.fields for name in each.inputs]
        return any(
            any(self.typed.get(name, ())) or name in self.errors for name in inputs if not self._is_default(name)
        )

    def _is_default(self, name: str) -> bool:
        """A weight of one is what holds where nobody says another."""
        return name == "weight" and self.text(name) == "1"

    def field(self, name: str) -> Field:
        """A field of the form by its name in a plan file."""
        return next(each for each in self.sheet.fields if each.name == name)

    def may(self, each: Field) -> bool:
        """Whether the field is this person's to write."""
        return each.name in self.thing.may

    def text(self, name: str) -> str:
        """What stands in an input of one line."""
        return "".join(self.typed.get(name, ())[:1])

    def problems(self, prefix: str = "") -> list[tuple[str, str]]:
        """Pairs of an input and what is wrong with it, saying of which field, for on top of the form."""
        labels = {name: each.label for each in self.sheet.fields for name in each.inputs}
        return [
            (
                prefix + name,
                _("%(field)s: %(wrong)s") % {"field": labels[name], "wrong": wrong} if name in labels else wrong,
            )
            for name, wrong in self.errors.items()
        ]

    def problems_so_far(self, prefix: str = "") -> list[tuple[str, str]]:
        """The problems to tell while somebody still writes: of a new thing not what is only left to be filled in."""
        written = {prefix + name for name in self.errors if not name or any(map(str.strip, self.typed.get(name, ())))}
        return [problem for problem in self.problems(prefix) if self.thing.id or problem[0] in written]

    def lines(self, name: str) -> Sequence[str]:
        """What stands in the rows of an input, with an empty one to write in."""
        texts = list(self.typed.get(name, ()))
        return texts if "" in texts else [*texts, ""]

    def rows(self, each: Rows) -> list[list[tuple[Field, str, str]]]:
        """The rows of a field of several columns: for each cell its column, its input's name, what stands in it."""
        columns = [self.lines(name) for name in each.inputs]
        count = max(map(len, columns))
        filled = [[*texts, *[""] * (count - len(texts))] for texts in columns]
        return [
            [(column, name, texts[at]) for column, name, texts in zip(each.columns, each.inputs, filled, strict=True)]
            for at in range(count)
        ]

    def is_changed(self, each: Field) -> bool:
        """Whether somebody wrote something else than what stood there."""
        return _has_changed(each, self.typed, self.was)


def given_out(thing: Editable, called: Called) -> EditForm:
    """The form as it is given out, with what stands today."""
    names = Names(called.learn(_references(thing)))
    typed: dict[str, Sequence[str]] = {}
    for each in SHEETS[thing.kind].fields:
        typed |= each.shown(thing.fields.get(each.name), names)
    return EditForm(thing, typed, dict(typed), thing.version)


def taken_back(thing: Editable, post: QueryDict, called: Called, prefix: str = "") -> EditForm:
    """The form as somebody sends it: only what they changed is read, and all that cannot be read is said at once."""
    fields = SHEETS[thing.kind].fields
    typed = _inputs(fields, post, prefix)
    was = _inputs(fields, post, prefix + WAS)
    form = EditForm(
        thing,
        typed,
        was,
        _version(post.get(f"{prefix}seen", "")),
        wording_only=frozenset(post.getlist(f"{prefix}wording_only")),
        reason=post.get("reason", "").strip()[:2_000],
        agrees=says_yes(post),
    )
    names = Names(called)
    for each in fields:
        if each.name in thing.may and (thing.id is None or _has_changed(each, typed, was)):
            _read(form, each, names)
    return form


def says_yes(post: QueryDict) -> bool:
    """Whether what is saved is to be the team's yes too: unless somebody was asked, and unticked it."""
    return "asked_yes" not in post or post.get("yes") == "yes"


def _read(form: EditForm, each: Field, names: Names) -> None:
    try:
        value = each.read(form.typed, names)
    except Unreadable as wrong:
        form.errors[wrong.name] = wrong.sentence
        return
    before = form.thing.fields.get(each.name)
    if form.thing.id is None or value != before:
        form.values[each.name] = value


def _inputs(fields: Sequence[Field], post: QueryDict, prefix: str) -> dict[str, Sequence[str]]:
    return {name: post.getlist(prefix + name) for each in fields for name in each.inputs}


def _has_changed(each: Field, typed: Typed, was: Typed) -> bool:
    return any(_said(typed.get(name, ())) != _said(was.get(name, ())) for name in each.inputs)


def _said(texts: Sequence[str]) -> list[str]:
    """Texts as they count: empty rows do not, nor how a browser ends lines."""
    said = [text.replace("\r\n", "\n").strip() for text in texts]
    while said and not said[-1]:
        said.pop()
    return said


def _version(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _references(thing: Editable) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in SHEETS[thing.kind].fields:
        value = thing.fields.get(each.name)
        if isinstance(each, Pick) and value:
            found.setdefault(each.kind, set()).add(value)
        elif isinstance(each, Picks):
            found.setdefault(each.kind, set()).update(value or ())
        elif isinstance(each, Rows):
            for column in each.columns:
                if isinstance(column, Pick):
                    found.setdefault(column.kind, set()).update(row[column.name] for row in value or ())
    return found
