"""How much work a judgement is, on any machine: the lines of the domain that are run for it."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """How many lines of the domain some work runs."""
    count = 0

    def line_of(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line_of

    def call(frame: FrameType, event: str, _: Any) -> Any:
        return line_of if "/accord/domain/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
