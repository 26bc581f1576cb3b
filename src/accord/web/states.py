"""How a state looks: word, icon and class, always together. Pages, CSV and mail read this one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from accord.web import translating


@dataclass(frozen=True, slots=True)
class Look:
    """How one state is shown. The class is the state's name in the style sheet."""

    message: str
    icon: str
    css: str

    @property
    def word(self) -> str:
        """The word in the reader's language."""
        return translating.gettext(self.message)


STATE: Mapping[str, Look] = {
    "agreed": Look(_("Agreed"), "agreed", "is-agreed"),
    "open": Look(_("Waiting"), "waiting", "is-waiting"),
    "stale": Look(_("Stale"), "stale", "is-stale"),
    "objected": Look(_("Objected"), "objected", "is-objected"),
    # What a check found between two teams; never a clause.
    "clash": Look(_("Clash"), "clash", "is-clash"),
    # Open, and nobody has answered anything yet.
    "untouched": Look(_("Not started"), "none", "is-none"),
    # A part that holds nothing.
    "empty": Look(_("Nothing to answer"), "none", "is-none"),
}

PACE: Mapping[str, Look] = {
    "track": Look(_("on track"), "waiting", "is-waiting"),
    "reached": Look(_("reached"), "agreed", "is-agreed"),
    "holding": Look(_("holding"), "waiting", "is-waiting"),
    "behind": Look(_("behind"), "stale", "is-stale"),
    "risk": Look(_("at risk"), "clash", "is-clash"),
    "unknown": Look(_("unknown"), "none", "is-none"),
}

CONFIDENCE: Mapping[str, Look] = {
    "likely": Look(_("Likely"), "likely", "is-agreed"),
    "slip": Look(_("Could slip"), "slip", "is-stale"),
    "unlikely": Look(_("Unlikely"), "unlikely", "is-clash"),
}

# What one team gives another, from asked for to received (domain/handover.py).
HANDOVER: Mapping[str, Look] = {
    "objected": STATE["objected"],
    "stale": STATE["stale"],
    "late": Look(_("Late"), "clock", "is-stale"),
    "delivered": Look(_("Received?"), "handoff", "is-waiting"),
    "not-yet": Look(_("Not yet"), "handoff", "is-stale"),
    "asked": Look(_("Asked"), "inbox", "is-waiting"),
    "open": STATE["open"],
    "agreed": STATE["agreed"],
    "done": Look(_("Done"), "agreed", "is-agreed"),
    "received": Look(_("Received"), "agreed", "is-agreed"),
    "declined": Look(_("Declined"), "none", "is-none"),
}

CONTRIBUTION: Mapping[str, Look] = {
    "proposed": Look(_("Proposed"), "inbox", "is-waiting"),
    "accepted": Look(_("Accepted"), "agreed", "is-agreed"),
    "declined": Look(_("Declined"), "none", "is-none"),
}

# What a check finds, by how grave it is.
FINDING: Mapping[str, Look] = {
    "error": Look(_("Will break"), "warn", "is-clash"),
    "warning": Look(_("Could break"), "clock", "is-stale"),
    "info": Look(_("Worth a look"), "eye", "is-none"),
}
