"""What somebody wrote into a form that cannot be taken at all: shown again, so that nothing typed is lost."""

import re
from collections.abc import Sequence

from django.http import QueryDict

# What a form carries along, and what it says by a choice, a date or a number, has no words in it.
CARRIED = frozenset({"csrfmiddlewaretoken", "seen", "back", "next"})
OF_WORDS = re.compile(r"(.*-)?(word|note|reason|missing|text)(-.*)?")
_CHOSEN = re.compile(r"[a-z0-9._:@>+-]*|[0-9 ]*")


def typed_words(form: QueryDict) -> Sequence[str]:
    """The texts in a form, each once, without those that stood in it when it was given out."""
    before = {text for name in form if _is_before(name) for text in form.getlist(name)}
    said = (
        text.replace("\r\n", "\n").strip()
        for name in form
        if name not in CARRIED and not _is_before(name)
        for text in form.getlist(name)
        if text not in before and _is_written(name, text)
    )
    return list(dict.fromkeys(filter(None, said)))


def _is_before(name: str) -> bool:
    return "was." in name or name.startswith(("was-", "seen."))


def _is_written(name: str, text: str) -> bool:
    return bool(OF_WORDS.fullmatch(name)) or not _CHOSEN.fullmatch(text)
