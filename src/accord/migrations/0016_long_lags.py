"""A lag has as many digits as a plan file may write."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0015_pace")]

    operations: ClassVar[list[Operation]] = [
        migrations.AlterField("influence", "lag_days", models.PositiveBigIntegerField(blank=True, null=True)),
    ]
