"""Calendar feeds: secret addresses that calendar programs read."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


def _of(table: str, related_name: str, **options: Any) -> Any:
    options.setdefault("on_delete", django.db.models.deletion.CASCADE)
    return models.ForeignKey(related_name=related_name, to=f"accord.{table}", **options)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0010_cadences")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    _of(
                        "person",
                        "ended_calendar_feeds",
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                    ),
                ),
                ("person", _of("person", "calendar_feeds")),
                ("team", _of("team", "calendar_feeds", blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["person"], condition=Q(team=None, ended_at=None), name="one_calendar_of_ones_own"
                    ),
                    models.UniqueConstraint(
                        fields=["person", "team"],
                        condition=Q(team__isnull=False, ended_at=None),
                        name="one_calendar_of_a_team_each",
                    ),
                ],
            },
        ),
    ]
