"""Stopping mail through the link in it: a page to confirm on, and one click from the mail program itself (RFC 8058)."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accord.services.telling import unsubscribing
from accord.services.telling.unsubscribing import NoSuchLink
from accord.web.telling import name_of_link


@csrf_exempt  # a mail program posts without having been here; the signed link is what allows it
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks before it stops anything: programs that look at links in mails must not end them."""
    try:
        found = unsubscribing.stop(token) if request.method == "POST" else unsubscribing.read(token)
    except NoSuchLink:
        return render(request, "mail/stop_over.html", status=HTTPStatus.NOT_FOUND)
    return render(request, "mail/stop.html", {"found": found, "name": name_of_link(found.kind)})
