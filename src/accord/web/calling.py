"""How templates call macros, functions and methods, and look attributes up, some thousand times a page: as Python does.

Jinja asks of whatever is called whether it wants the context, and gathers a macro's arguments in Python. Nothing that
our templates call wants the context, and Python knows how to pass arguments.
"""

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, find_undeclared, optimizeconst
from jinja2.runtime import exported

from accord.web.keeping import KEPT

# What a macro may ask for beside its arguments, and names that compiled templates use themselves.
_SPECIAL = ("caller", "kwargs", "varargs")
_TAKEN = frozenset({*exported, *_SPECIAL, "environment", "context", "macro", "resolve", "undefined", "concat", "str"})


class CallingStraight(CodeGenerator):
    """Compiles calls to calls, and a macro to a function with its arguments by their names."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002
        if forward_caller or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        if node.dyn_args:
            self.write("*")
            self.visit(node.dyn_args, frame)
        self.write(")")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """As Python looks an attribute up; what has none is left to the environment, which knows of keys."""
        self.write("(_found if (_found := getattr((_of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(_of, {node.attr!r}))")

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        if not _is_plain(node):
            return super().macro_body(node, frame)
        frame = frame.inner()
        frame.symbols.analyze_node(node)
        frame.require_output_check = False
        arguments = ", ".join(f"{argument.name}=missing" for argument in node.args)
        self.writeline(f"{self.func('macro')}({arguments}):", node)
        self.indent()
        self.buffer(frame)
        self.enter_frame(frame)
        self._arguments(node, frame)
        self.blockvisit(node.body, frame)
        self.return_buffer_contents(frame)
        self.leave_frame(frame, with_python_scope=True)
        self.outdent()
        return frame, MacroRef(node)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if _is_plain(macro_ref.node):
            at_most = KEPT.get((self.name or "", getattr(macro_ref.node, "name", "")))
            self.write("macro" if at_most is None else f"environment.kept(macro, {at_most})")
        else:
            super().macro_def(macro_ref, frame)

    def _arguments(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> None:
        """Each under the name that the body has for it; left out, its default."""
        self.push_parameter_definitions(frame)
        first_default = len(node.args) - len(node.defaults)
        for place, argument in enumerate(node.args):
            here = frame.symbols.ref(argument.name)
            self.writeline(f"{here} = {argument.name} if {argument.name} is not missing else ")
            if place < first_default:
                self.write(f"undefined('{argument.name} was not given', name={argument.name!r})")
            else:
                self.visit(node.defaults[place - first_default], frame)
            self.mark_parameter_stored(here)
        self.pop_parameter_definitions()


def _is_plain(node: Any) -> bool:
    """Whether its arguments are all it needs, and may be called in Python as they are in the template."""
    if not isinstance(node, nodes.Macro) or find_undeclared(node.body, _SPECIAL):
        return False
    return not any(each.name in _TAKEN or iskeyword(each.name) or each.name[:2] in ("l_", "t_") for each in node.args)
