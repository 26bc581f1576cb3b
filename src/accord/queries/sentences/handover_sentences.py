"""Sentences about what was handed over, and about how key results ended."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from accord.queries.sentences.sentence_parts import Happening, Piece, Reference, Sentence, filled


def _delivered(it: Happening) -> Sentence:
    return Sentence("open", "handoff", filled(_("%(team)s delivered ‘%(what)s’ for %(result)s."), _pieces(it)))


def _delivery_taken_back(it: Happening) -> Sentence:
    said = _("%(team)s took back that ‘%(what)s’ was delivered for %(result)s.")
    return Sentence("none", "handoff", filled(said, _pieces(it)))


def _received(it: Happening) -> Sentence:
    return Sentence("agreed", "agreed", filled(_("%(team)s received ‘%(what)s’ for %(result)s."), _pieces(it)))


def _not_yet(it: Happening) -> Sentence:
    said = _("%(team)s has not received ‘%(what)s’ for %(result)s yet, and said what is missing.")
    return Sentence("stale", "handoff", filled(said, _pieces(it)))


def _receipt_taken_back(it: Happening) -> Sentence:
    said = _("%(team)s took back that ‘%(what)s’ was received for %(result)s.")
    return Sentence("none", "handoff", filled(said, _pieces(it)))


def _closed(it: Happening) -> Sentence:
    if it.data.get("is_met"):
        return Sentence("agreed", "agreed", filled(_("%(team)s closed %(result)s as met."), _pieces(it)))
    return Sentence("none", "none", filled(_("%(team)s closed %(result)s as not met."), _pieces(it)))


def _reopened(it: Happening) -> Sentence:
    return Sentence("none", "pen", filled(_("%(team)s opened %(result)s again."), _pieces(it)))


def _judged(it: Happening) -> Sentence:
    """Where a party finds otherwise than the result's own team, both should look."""
    said = _("%(team)s finds %(result)s met.") if it.data.get("is_met") else _("%(team)s finds %(result)s not met.")
    look = ("stale", "talk") if it.data.get("differs") else ("agreed", "agreed")
    return Sentence(*look, filled(said, _pieces(it)))


def _pieces(it: Happening) -> dict[str, Piece]:
    result = it.key_result
    return {
        "team": Reference(it.team.name, "team", it.team.key) if it.team else _("A team"),
        "what": str(it.data.get("what") or _("what was needed")),
        # Not to its agreement: a key result that one team has alone is closed as well.
        "result": result._replace(kind="key_result") if result else _("a key result"),
    }


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "need.delivered": _delivered,
    "need.delivery-taken-back": _delivery_taken_back,
    "need.received": _received,
    "need.not-yet": _not_yet,
    "need.receipt-taken-back": _receipt_taken_back,
    "key-result.closed": _closed,
    "key-result.reopened": _reopened,
    "key-result.judged": _judged,
}
