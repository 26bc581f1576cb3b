"""Contributions have versions, so that a stale form on one is seen."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0012_reviews")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("contribution", "version", models.PositiveIntegerField(default=1)),
    ]
