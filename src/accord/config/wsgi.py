"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# New objects after which Python looks for garbage. A page makes some ten thousand, and hardly any in circles.
LOOKED_AFTER = 10_000


def _settle() -> None:
    """What has been loaded stays: it is no longer searched for garbage, which took a quarter of a large change."""
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOKED_AFTER, 10, 10)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
application = get_wsgi_application()
_settle()
