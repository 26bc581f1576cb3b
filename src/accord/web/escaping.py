"""How what a template puts out becomes safe: as Jinja does it, without a new text where nothing is to be done."""

import re
from typing import Any

from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

_has_marks = re.compile("[&<>'\"]").search


def escaped(value: Any) -> str:
    """What stands on the page for a value. Thousands a page are safe already, or have nothing to escape."""
    kind = type(value)
    if kind is Markup or (kind is str and not _has_marks(value)):
        return value  # type: ignore[no-any-return]
    return escape(value)


class EscapingOnce(CodeGenerator):
    """Compiles templates that call `escaped`, which their environment must have."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)
