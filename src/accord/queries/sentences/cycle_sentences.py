"""Sentences about cycles that were closed and opened again, and about what was carried over into another."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.queries.sentences.sentence_parts import Happening, Piece, Reference, Sentence, filled, spelled, who


def _closed(it: Happening) -> Sentence:
    said = filled(_("%(who)s closed %(cycle)s. From now on it is there to be read."), _pieces(it))
    return Sentence("none", "calendar", said)


def _reopened(it: Happening) -> Sentence:
    said = filled(_("%(who)s opened %(cycle)s again. What was agreed in it holds as before."), _pieces(it))
    return Sentence("open", "calendar", said)


def _carried(it: Happening) -> Sentence:
    count = int(it.data.get("count", 0))
    said = ngettext(
        "%(team)s carried one key result over into %(cycle)s, as a draft.",
        "%(team)s carried %(number)s key results over into %(cycle)s, as drafts.",
        count,
    )
    return Sentence("none", "calendar", filled(said, _pieces(it) | {"number": spelled(count)}))


def _pieces(it: Happening) -> dict[str, "Piece"]:
    cycle = str(it.data.get("cycle", ""))
    team = Reference(it.team.name, "team", it.team.key, cycle) if it.team else _("A team")
    return {"who": who(it), "team": team, "cycle": Reference(str(it.data.get("name", _("a cycle"))), "cycle", cycle)}


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "cycle.closed": _closed,
    "cycle.reopened": _reopened,
    "items.carried-over": _carried,
}
