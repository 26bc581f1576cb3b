"""Reading and checking a plan make millions of values and no circles: to look for garbage among them takes time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, is_kept: bool = False) -> Iterator[None]:
    """Look for no garbage meanwhile; nor later among what was made, where all of it `is_kept` to the end."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            if is_kept:
                gc.freeze()
            gc.enable()
