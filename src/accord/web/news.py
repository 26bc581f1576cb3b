"""What a page says once after something was done on another one: a word in its address, told as a sentence."""

from django.http import HttpRequest
from django.utils.translation import gettext as _


def news(request: HttpRequest) -> str:
    """The sentence, or nothing. What the address says is a word we know or it is not told."""
    if "dropped" in request.GET:
        return _("Dropped. It stands at the end of this page and can be brought back for 14 days.")
    if request.GET.get("saved") == "closed":
        return _("Closed. What it holds is there to be read. For 14 days it can be opened again.")
    if request.GET.get("saved") == "carried":
        return _("Carried over, as a draft. Nobody is asked before you publish it.")
    if request.GET.get("saved") == "published":
        return _("Published. The teams it needs are asked.")
    if request.GET.get("saved"):
        return _("Saved.")
    return ""
