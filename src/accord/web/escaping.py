"""How what a template puts out becomes safe: as Jinja does it, without a new text where nothing is to be done."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

_TRANSLATING = frozenset({"_", "gettext", "ngettext"})
_has_marks = re.compile("[&<>'\"]").search
# A text that is safe, as one: Markup itself asks first whether it is something else.
safe: Callable[[str], Markup] = partial(str.__new__, Markup)


def escaped(value: Any) -> str:
    """What stands on the page for a value. Thousands a page are safe already, or have nothing to escape."""
    kind = type(value)
    if kind is Markup or (kind is str and not _has_marks(value)):
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


class EscapingOnce(CodeGenerator):
    """Compiles templates that call `escaped` and `safe`, which their environment must have."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if _is_sentence(node):
            return
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        if not _is_sentence(node):
            super()._output_child_post(node, frame, finalize)

    def return_buffer_contents(self, frame: Any, force_unescaped: bool = False) -> None:  # noqa: FBT001, FBT002
        if force_unescaped or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().return_buffer_contents(frame, force_unescaped)
            return
        self.writeline(f"return environment.safe(concat({frame.buffer}))")


def _is_sentence(node: Any) -> bool:
    """What is translated comes escaped."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in _TRANSLATING
