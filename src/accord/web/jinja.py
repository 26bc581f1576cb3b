"""The environment in which every page, mail and fragment is rendered."""

import json
from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import translation
from django.utils.translation import to_locale
from jinja2 import Environment, StrictUndefined, Template, pass_environment
from jinja2.filters import do_truncate

from accord.domain.word_changes import word_changes
from accord.web import formatting, quantities, review_words, stylesheet, translating
from accord.web.addresses import url
from accord.web.calling import CallingStraight
from accord.web.escaping import EscapingOnce, escaped, safe
from accord.web.keeping import kept
from accord.web.manner import DEFAULT, WrittenInOneManner
from accord.web.seals import seal
from accord.web.states import CONFIDENCE, CONTRIBUTION, FINDING, HANDOVER, PACE, STATE
from accord.web.written_quantities import is_time

# No styles or code of its own (the policy forbids both), no pages kept in the browser's storage; a refusal (409, 422)
# shows its part of the page like any answer.
HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "historyCacheSize": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "409|422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


@pass_environment
def truncate(made: Environment, text: str, length: int, killwords: bool = False, leeway: int | None = None) -> str:  # noqa: FBT001, FBT002 (Jinja's)
    """Jinja's own, with the sign that stands for what is left out."""
    return do_truncate(made, text, length, killwords, "…", leeway)


FILTERS = (
    formatting.day,
    formatting.long_day,
    formatting.short_day,
    formatting.month_name,
    formatting.short_month,
    formatting.month,
    formatting.clock,
    formatting.when,
    formatting.moment,
    formatting.number,
    formatting.grade,
    formatting.signed,
    formatting.listed,
    formatting.initials,
    is_time,
    truncate,
    *quantities.FILTERS,
    *review_words.FILTERS,
)


# `row.items` is the dictionary's method, as it is to Jinja.
_METHODS = frozenset(dir(dict))


class _Pages(Environment):
    """Rows are dictionaries: what they hold is looked for among their keys first, a thousand times a page. A page asks
    for twenty templates by their names, which are the same as long as the process runs.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._found: dict[str, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 (Jinja's)
        if found := self._found.get(name):
            return found
        made = super().get_template(name, parent, globals)
        if not self.auto_reload and not globals:
            self._found[name] = made
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        try:
            return obj[attribute] if type(obj) is dict and attribute not in _METHODS else getattr(obj, attribute)
        except KeyError:
            return super().getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


class _Compiler(CallingStraight, EscapingOnce):
    """Pages are compiled for speed; what they say is the same."""


def environment(**options: Any) -> Environment:
    """Escaping, strict about what is undefined, speaking through gettext."""
    made = _Pages(
        **options
        | {
            "autoescape": True,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n"],
        }
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.template_class = WrittenInOneManner
    made.code_generator_class = _Compiler
    made.escaped = escaped  # type: ignore[attr-defined]
    made.safe = safe  # type: ignore[attr-defined]
    made.kept = kept  # type: ignore[attr-defined]
    made.globals |= {
        "_": translating.gettext,
        "gettext": translating.gettext,
        "ngettext": translating.ngettext,
        "url": url,
        "static": static,
        "stylesheet": stylesheet_address,
        "language": language,
        "seal_of": seal,
        "word_changes": word_changes,
        "htmx_config": HTMX,
        "STATE": STATE,
        "PACE": PACE,
        "CONFIDENCE": CONFIDENCE,
        "CONTRIBUTION": CONTRIBUTION,
        "FINDING": FINDING,
        "HANDOVER": HANDOVER,
    }
    made.filters |= {function.__name__: function for function in FILTERS}
    return made


@cache
def static(name: str) -> str:
    """The address of a static file, which is the same as long as the process runs."""
    return staticfiles_storage.url(name)


def stylesheet_address() -> str:
    return url("stylesheet", stylesheet.version())


def language() -> str:
    """The language of a page, with the region whose format it follows."""
    return to_locale(translation.get_language() or DEFAULT).replace("_", "-")
