"""How often somebody may try, as the login library counts it, behind types."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])

APP = "allauth.account"


def limited(action: str) -> Callable[[View], View]:
    """Refuse (429) what comes too often from one address; reading is never counted."""
    return cast("Callable[[View], View]", ratelimit.decorator(app=APP, action=action))


def refused(request: HttpRequest, action: str, **key: Any) -> HttpResponse | None:
    """Count one try under a key; the page that says it was one too many, or nothing."""
    return cast("HttpResponse | None", ratelimit.consume_or_429(request, app=APP, action=action, **key))
