"""Answers that work with and without JavaScript: a part of the page for htmx, a page for everybody else."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accord.web.request import wants_part


def changed(request: HttpRequest, fragment: str, context: Mapping[str, Any], *, page: str) -> HttpResponse:
    """After a change: the part of the page that shows it, or back to the page."""
    if wants_part(request):
        return render(request, fragment, dict(context))
    return HttpResponseRedirect(page)


def gone_on(request: HttpRequest, page: str) -> HttpResponse:
    """After a form is done with: to another page. A form that was sent by htmx takes the whole page there."""
    if wants_part(request):
        return HttpResponse(headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)


def asked_again(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str | None = None,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    """After a refusal: the same page with what was typed and what is wrong; for htmx only the part that asks.

    422 where something cannot be read; 409 where what was on the screen is no longer so.
    """
    only_a_part = fragment is not None and wants_part(request)
    return render(request, fragment if only_a_part else template, dict(context), status=status)  # type: ignore[arg-type]
