"""The way to one's own team."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accord.queries import shell
from accord.web.request import Request, cycle


@require_safe
def my_team(request: Request) -> HttpResponse:
    """To the team its person is at home in; whoever is in none chooses from the directory."""
    key = shell.home_team(request.user.person)
    address = reverse("team", kwargs={"cycle": cycle(request).key, "key": key}) if key else reverse("directory")
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
