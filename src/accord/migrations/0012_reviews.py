"""Reviews and updates."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0011_feeds")]

    operations: ClassVar[list[Operation]] = []
