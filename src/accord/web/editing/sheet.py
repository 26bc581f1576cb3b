"""What a form is made of: groups of fields, those one always thinks of and those that are folded away."""

from dataclasses import dataclass

from accord.web.editing.fields import Field


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand beside each other; `css` says how."""

    fields: tuple[Field, ...]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of one kind: those one always thinks of, and those that are folded away."""

    groups: tuple[Group, ...]
    folded: tuple[Group, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for group in (*self.groups, *self.folded) for field in group.fields)


def one(field: Field) -> Group:
    """A field by itself."""
    return Group((field,))
