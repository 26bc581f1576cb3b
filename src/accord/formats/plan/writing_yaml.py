"""Values as YAML text, so that any reader of YAML takes texts for texts and numbers for numbers."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accord.formats.plan.laying_out import Small

WIDTH = 120
NARROWEST = 60  # a folded text keeps this much room, however deep it stands

# Words that some readers of YAML take for something else than text.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_LIKE_A_NUMBER = re.compile(r"[0-9][0-9a-fA-FxXoOtTzZ_.,:+ -]*")
_NOT_PLAIN = re.compile(r": |:$| #")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}?:]")
_ONE_PARAGRAPH = re.compile(r"[^ ]+(?: [^ ]+)*")
# Characters that JSON leaves as they are and that YAML takes for line ends, or not at all.
_ESCAPED = {code: f"\\u{code:04x}" for code in (0x7F, *range(0x80, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)}


def written(values: Mapping[str, Any]) -> str:
    """A whole file; its sections stand apart."""
    lines: list[str] = []
    for key, value in values.items():
        if lines and isinstance(value, list | dict) and not isinstance(value, Small):
            lines.append("")
        lines += _entry(key, value, "")
    return "\n".join(lines) + "\n"


def shortest(number: Decimal | int) -> str:
    """A number without exponent and without zeros that say nothing."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _entry(key: str, value: Any, pad: str) -> Iterator[str]:
    lead = f"{pad}{key}:"
    if isinstance(value, str):
        yield from _text(lead, value, f"{pad}  ")
    elif not isinstance(value, list | dict):
        yield f"{lead} {_scalar(value)}"
    elif (line := _one_line(value, len(lead))) is not None:
        yield f"{lead} {line}"
    else:
        yield lead
        inner = f"{pad}  "
        yield from _items(value, inner) if isinstance(value, list) else _entries(value, inner)


def _entries(values: Mapping[str, Any], pad: str) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(key, value, pad)


def _items(values: list[Any], pad: str) -> Iterator[str]:
    for value in values:
        lead = f"{pad}-"
        if isinstance(value, dict) and _one_line(value, len(lead)) is None:
            first, *rest = _entries(value, f"{pad}  ")
            yield f"{lead} {first[len(pad) + 2 :]}"
            yield from rest
        elif isinstance(value, dict):
            yield f"{lead} {_one_line(value, len(lead))}"
        else:
            yield f"{lead} {_scalar(value)}"


def _one_line(value: list[Any] | dict[str, Any], taken: int) -> str | None:
    """A list of words, or something small, in brackets; None where it has to be taken apart."""
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    if isinstance(value, dict) and (not isinstance(value, Small) or any(map(_has_lines, value.values()))):
        return None
    if isinstance(value, list) and any(isinstance(each, list | dict) for each in value):
        return None
    line = _in_brackets(value)
    return line if taken + 1 + len(line) <= WIDTH else None


def _has_lines(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def _in_brackets(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_in_brackets, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_in_brackets(each)}' for key, each in value.items())}}}"
    return _scalar(value, in_flow=True)


def _text(lead: str, text: str, pad: str) -> Iterator[str]:
    """A text after its key: lines as lines, a long paragraph folded, anything else in one line."""
    if _has_plain_lines(text):
        yield f"{lead} {'|' if text.endswith(chr(10)) else '|-'}"
        yield from (f"{pad}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))
    elif len(lead) + 1 + len(text) > WIDTH and text.isprintable() and _ONE_PARAGRAPH.fullmatch(text):
        yield f"{lead} >-"
        width = max(WIDTH - len(pad), NARROWEST)
        folded = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        yield from (f"{pad}{line}" for line in folded)
    else:
        yield f"{lead} {_scalar(text)}"


def _has_plain_lines(text: str) -> bool:
    """Whether a text of several lines can stand in a file as it is: nothing in it that nobody sees."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" not in text or not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return False
    return all(line.isprintable() and line == line.rstrip(" ") for line in lines)


def _scalar(value: Any, *, in_flow: bool = False) -> str:
    if isinstance(value, Decimal | int):
        return shortest(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if _is_plain(value, in_flow=in_flow) else _quoted(value)


def _is_plain(text: str, *, in_flow: bool) -> bool:
    if not text or not text.isprintable() or not (text[0].isalnum() or text[0] in "(/") or text[-1] == " ":
        return False
    if text.lower() in _WORDS or _LIKE_A_NUMBER.fullmatch(text):
        return False
    return not _NOT_PLAIN.search(text) and not (in_flow and _NOT_PLAIN_IN_FLOW.search(text))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPED)
