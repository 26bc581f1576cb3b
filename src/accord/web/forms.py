"""What is wrong with a form, in Accord's own sentences: the same on top of the form and at each field."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHOLE_FORM = "__all__"

# By the code under which Django or the login library reports it.
SENTENCES: Mapping[str, "_StrPromise"] = {
    "required": gettext_lazy("Fill this in."),
    "invalid": gettext_lazy("Accord cannot read this."),
    "invalid_email": gettext_lazy("Write an e-mail address, such as ana@company.example."),
    "password_too_short": gettext_lazy("Use ten characters or more."),
    "password_too_common": gettext_lazy("Too many people use this password. Choose another."),
    "password_entirely_numeric": gettext_lazy("Use more than digits."),
    "password_too_similar": gettext_lazy("This is too much like your name or e-mail."),
    "password_mismatch": gettext_lazy("The two passwords differ. Type the same one twice."),
}


def problems(form: BaseForm) -> list[tuple[str, str]]:
    """Pairs of a field's name (empty for the form as a whole) and what is wrong with it."""
    return [
        ("" if name == WHOLE_FORM else name, _sentence(name, error))
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]


def by_field(found: list[tuple[str, str]]) -> dict[str, str]:
    """The first problem of each field, for beside it."""
    return {name: wrong for name, wrong in reversed(found) if name}


def _sentence(field: str, error: ValidationError) -> str:
    code = "password_mismatch" if field == "password2" and error.code not in {"required"} else error.code
    code = "invalid_email" if field in {"login", "email"} and code == "invalid" else code
    known = SENTENCES.get(code or "")
    return str(known or error.messages[0])
