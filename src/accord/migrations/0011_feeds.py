"""Calendar feeds."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0010_cadences")]

    operations: ClassVar[list[Operation]] = []
