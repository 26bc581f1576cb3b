"""How a command ends that has millions of values at hand."""

import os
import sys
from typing import NoReturn

import click

OWN_PROCESS = object()  # what the context of commands holds where there is nothing beside them in their process


def end_at_once(code: int) -> NoReturn:
    """End the command; a process of its own is not taken apart before, which takes a while and serves nobody."""
    if click.get_current_context().find_root().obj is OWN_PROCESS:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    raise click.exceptions.Exit(code)
