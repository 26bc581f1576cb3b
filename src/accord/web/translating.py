"""How templates speak: translated sentences, ready for a page, with their variables escaped.

Jinja's own functions look up the function, the context and the catalogue again for each of a page's two hundred
sentences. Here a sentence without variables is kept for its catalogue.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup

from accord.web.escaping import escaped, safe
from accord.web.manner import manner


def gettext(message: str, /, **variables: Any) -> Markup:
    """A sentence. It is always a format: a per cent sign in it is written twice."""
    if variables:
        return _filled(_sentence(manner().catalogue, message), variables)
    return _whole(manner().catalogue, message)


def ngettext(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
    """A sentence for so many; `num` among its variables is how many, unless it is given."""
    return _filled(_counted(manner().catalogue, singular, plural, number), {"num": number} | variables)


def _filled(sentence: str, variables: Mapping[str, Any]) -> Markup:
    """Numbers stay numbers, for a translator may write them as such; everything else is escaped."""
    given = {name: value if type(value) is int else escaped(value) for name, value in variables.items()}
    return safe(sentence % given)


@lru_cache(maxsize=4096)
def _whole(catalogue: object, message: str) -> Markup:
    return _filled(_sentence(catalogue, message), {})


@lru_cache(maxsize=4096)
def _counted(_: object, singular: str, plural: str, number: int) -> str:
    return translation.ngettext(singular, plural, number)


@lru_cache(maxsize=4096)
def _sentence(_: object, message: str) -> str:
    """Of the catalogue that is active, which is what the sentence is kept for."""
    return translation.gettext(message)
