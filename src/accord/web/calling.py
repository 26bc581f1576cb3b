"""How templates call macros, functions and methods, some thousand times a page: straight, where nothing is passed."""

from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro

# Named in compiled templates for functions that are passed the context; none of these is.
_FOR_THE_CONTEXT = ("_loop_vars", "_block_vars")
_PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType})


class StraightContext(Context):
    """Calls as Jinja's does, without looking first whether what is called wants the context where it cannot.

    A macro is told how to escape by its environment, which always escapes.
    """

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is not Macro and (kind not in _PLAIN or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        if kwargs:
            for name in _FOR_THE_CONTEXT:
                kwargs.pop(name, None)
        return called(*args, **kwargs)
