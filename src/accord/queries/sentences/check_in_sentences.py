"""Sentences about check-ins: what was said, put right, or taken back."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accord.queries.sentences.sentence_parts import Happening, OnDay, Piece, Quantity, Sentence, filled, who


def _made(it: Happening) -> Sentence:
    if _is_milestone(it):
        return _said(_reached(it))
    if it.data.get("was"):
        return _said(filled(_("%(who)s checked in %(value)s for %(result)s, in place of %(was)s."), _pieces(it)))
    return _said(filled(_("%(who)s checked in %(value)s for %(result)s."), _pieces(it)))


def _corrected(it: Happening) -> Sentence:
    if _is_milestone(it):
        return _said(_reached(it))
    was = it.data.get("was") or {}
    if was.get("value") == it.data.get("value"):
        return _mended(filled(_("%(who)s corrected what was said of %(result)s on %(day)s."), _pieces(it)))
    said = _("%(who)s corrected the check-in of %(day)s for %(result)s to %(value)s; it said %(was)s.")
    return _mended(filled(said, _pieces(it)))


def _taken_back(it: Happening) -> Sentence:
    if _is_milestone(it):
        return _mended(filled(_("%(who)s took back the check-in of %(day)s for %(result)s."), _pieces(it)))
    said = _("%(who)s took back the check-in of %(day)s for %(result)s; it said %(value)s.")
    return _mended(filled(said, _pieces(it)))


def _said(pieces: tuple[Piece, ...]) -> Sentence:
    return Sentence("none", "metric", pieces)


def _mended(pieces: tuple[Piece, ...]) -> Sentence:
    return Sentence("none", "pen", pieces)


def _reached(it: Happening) -> tuple[Piece, ...]:
    if Decimal(it.data["value"]) >= 1:
        return filled(_("%(who)s declared %(result)s reached."), _pieces(it))
    return filled(_("%(who)s said that %(result)s is not reached yet."), _pieces(it))


def _is_milestone(it: Happening) -> bool:
    return it.data.get("measure") == "milestone"


def _pieces(it: Happening) -> dict[str, "Piece | tuple[Piece, ...]"]:
    result = it.key_result
    was: Mapping[str, Any] = it.data.get("was") or {}
    return {
        "who": who(it),
        "result": result._replace(kind="key_result") if result else _("a key result"),
        "day": OnDay(date.fromisoformat(it.data["day"])) if it.data.get("day") else _("a day"),
        "value": _number(it.data, it),
        "was": _number(was, it),
    }


def _number(said: Mapping[str, Any], it: Happening) -> Piece:
    return Quantity(Decimal(said["value"]), it.data.get("unit") or None) if said.get("value") else _("a value")


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "check-in.made": _made,
    "check-in.corrected": _corrected,
    "check-in.taken-back": _taken_back,
}
