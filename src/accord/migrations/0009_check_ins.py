"""Check-ins say who entered them, when, and through which door."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0008_cycles")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "checkin",
            "by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_ins",
                to="accord.person",
            ),
        ),
        migrations.AddField("checkin", "by_email", models.TextField(blank=True, null=True)),
        migrations.AddField("checkin", "at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("checkin", "via", models.CharField(blank=True, max_length=8, null=True)),
    ]
