"""What the Checks page says once after something was done to it."""

from django.http import HttpRequest
from django.utils.translation import gettext as _


def news(request: HttpRequest) -> str:
    """The sentence, or nothing: the address holds one word that we know."""
    match request.GET.get("saved"):
        case "accepted":
            return _("Accepted. It stands under Accepted, with your reason, and comes back by itself on the day after.")
        case "taken-back":
            return _("Taken back. It is open again.")
        case "open-already":
            return _("It is open again already: somebody was quicker.")
        case "mended":
            return _("It was mended meanwhile. There is nothing left to accept.")
        case "check":
            return _("Saved. The lists follow at once.")
    return ""
