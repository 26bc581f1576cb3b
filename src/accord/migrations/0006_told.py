"""Who is told what, and how: notices, follows and choices of each person."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0005_realignments")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="telling",
                        serialize=False,
                        to="accord.person",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("at-once", "At Once"), ("digest", "Digest"), ("in-accord", "In Accord")],
                        default="at-once",
                        max_length=9,
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=8)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("muted", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("effect", models.CharField(max_length=120, unique=True)),
                ("data", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="accord.event",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="accord.outbox",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="accord.person"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("team", "Team"),
                            ("key_result", "Key Result"),
                            ("metric", "Metric"),
                            ("person", "Person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("item", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="accord.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "item", "person"), name="a_person_follows_a_thing_once")
                ],
            },
        ),
    ]
