"""Who is told what, and how: notices, follows and choices of each person."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0005_realignments")]

    operations: ClassVar[list[Operation]] = []
