"""Databases of their own for tests of the backend, and processes that use them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.utils import load_backend

OURS = "accord.adapters.sqlite"
DJANGOS = "django.db.backends.sqlite3"


def open_database(path: Path, *, engine: str = OURS, **options: Any) -> Any:
    settings = connections["default"].settings_dict | {
        "ENGINE": engine,
        "NAME": str(path),
        "OPTIONS": {"timeout": 5.0, "transaction_mode": "IMMEDIATE"} | options,
        "CONN_MAX_AGE": 0,
    }
    return load_backend(engine).DatabaseWrapper(settings, alias="default")


def value(database: Any, question: str) -> Any:
    with database.cursor() as cursor:
        return cursor.execute(question).fetchone()[0]


def write(database: Any, statement: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement)


def start_python(program: str, *arguments: object) -> "subprocess.Popen[str]":
    """A Python process that can talk to us line by line."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()
