"""Realignments: what a change undid, until everybody stands agreed again."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0004_find")]

    operations: ClassVar[list[Operation]] = []
