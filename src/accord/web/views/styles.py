"""The style sheet as one file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accord.web import stylesheet as sheet


@login_not_required
@require_safe
def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Kept by browsers for a year under its version; under any other it is today's, and not kept."""
    is_this = version == sheet.version()
    keep = "public, max-age=31536000, immutable" if is_this else "no-cache"
    return HttpResponse(sheet.text(), content_type="text/css; charset=utf-8", headers={"Cache-Control": keep})
