"""When teams review: what each chose, and the organization's review weeks."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q

KINDS = [
    ("weekly", "Weekly"),
    ("fortnightly", "Fortnightly"),
    ("date", "Date"),
    ("weekday", "Weekday"),
    ("last-working-day", "Last Working Day"),
]


def _chosen_by(related_name: str) -> list[tuple[str, Any]]:
    """Who chose it, when, and through which door."""
    who = models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="accord.person",
    )
    return [
        ("by", who),
        ("by_email", models.TextField(blank=True)),
        ("at", models.DateTimeField()),
        ("via", models.CharField(max_length=8)),
    ]


def _id() -> tuple[str, Any]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0009_check_ins")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="ReviewWeek",
            fields=[
                _id(),
                ("since", models.DateField()),
                ("week", models.CharField(blank=True, max_length=12)),
                *_chosen_by("chosen_review_weeks"),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="ReviewCadence",
            fields=[
                _id(),
                ("kind", models.CharField(choices=KINDS, max_length=16)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("anchor", models.DateField(blank=True, null=True)),
                ("day", models.PositiveSmallIntegerField()),
                ("nth", models.PositiveSmallIntegerField()),
                ("clock", models.TimeField()),
                ("zone", models.CharField(blank=True, max_length=64)),
                ("day_chosen", models.DateField()),
                ("begins", models.DateField()),
                *_chosen_by("chosen_cadences"),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cadences", to="accord.team"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "review cadences",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(weekday__lte=6, day__gte=1, day__lte=31, nth__gte=1, nth__lte=5)
                        & (~Q(kind="fortnightly") | Q(anchor__isnull=False)),
                        name="a_cadence_has_due_days",
                    ),
                    models.CheckConstraint(condition=Q(begins__gt=F("day_chosen")), name="a_cadence_begins_later"),
                ],
            },
        ),
    ]
