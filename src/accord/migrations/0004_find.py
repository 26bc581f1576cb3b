"""What find looks through, as an index of each database."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0003_asks_by_clause")]

    operations: ClassVar[list[Operation]] = []
