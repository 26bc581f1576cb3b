"""Where the browser is that the tests under tests/browser drive."""

import os
import shutil

# The first is Chromium without the window around its pages, which nobody sees here and which costs as much as they do.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of Chromium: the one that ACCORD_TEST_CHROMIUM names, else the first one installed, or None."""
    if named := os.environ.get("ACCORD_TEST_CHROMIUM"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)
