"""Sentences about reviews, and about what other teams say to what they were told."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from accord.queries.sentences.sentence_parts import Happening, Piece, Reference, Sentence, filled


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
    until, month, number = (str(it.data.get(name) or "") for name in ("until", "month", "review"))
    day = date.fromisoformat(until or month) if until or month else it.at.date()
    words = formats.date_format(day, "j M" if until else "F")
    return {
        "team": Reference(it.team.name, "team", it.team.key) if it.team else _("A team"),
        "writer": str(it.data.get("writer") or _("another team")),
        "month": Reference(words, "review", number) if number else words,
    }


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "review.published": _published,
    "update.acknowledged": _acknowledged,
    "update.answered": _answered,
}
