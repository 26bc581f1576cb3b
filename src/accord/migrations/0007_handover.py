"""Handing over what was needed, and closing a key result."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0006_told")]

    operations: ClassVar[list[Operation]] = []
