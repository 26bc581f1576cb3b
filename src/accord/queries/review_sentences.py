"""Sentences about reviews, and about what other teams say to what they were told."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from accord.queries.sentence_parts import Happening, Piece, Reference, Sentence, filled


def _published(it: Happening) -> Sentence:
    if int(it.data.get("edition", 1)) > 1:
        said = _("%(team)s published its review of %(month)s once more.")
    else:
        said = _("%(team)s published its review of %(month)s.")
    return Sentence("none", "pen", filled(said, _pieces(it)))


def _acknowledged(it: Happening) -> Sentence:
    said = _("%(team)s has read what %(writer)s’s review of %(month)s tells it.")
    return Sentence("agreed", "agreed", filled(said, _pieces(it)))


def _answered(it: Happening) -> Sentence:
    said = _("%(team)s answered what %(writer)s’s review of %(month)s tells it.")
    return Sentence("open", "talk", filled(said, _pieces(it)))


def _pieces(it: Happening) -> dict[str, Piece]:
    until = it.data.get("until")
    if until:
        month = formats.date_format(date.fromisoformat(str(until)), "j M")
    else:
        month = formats.date_format(date.fromisoformat(str(it.data["month"])), "F")
    return {
        "team": Reference(it.team.name, "team", it.team.key) if it.team else _("A team"),
        "writer": str(it.data.get("writer", "")),
        "month": Reference(month, "review", str(it.data.get("review", ""))),
    }


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "review.published": _published,
    "update.acknowledged": _acknowledged,
    "update.answered": _answered,
}
