"""Handing over what was needed, and closing a key result."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


def _said_by(related_name: str) -> list[tuple[str, Any]]:
    """Who said it, when, and through which door."""
    return [
        ("by", _of("person", related_name)),
        ("by_email", models.TextField(blank=True)),
        ("at", models.DateTimeField()),
        ("via", models.CharField(max_length=8)),
    ]


def _of(table: str, related_name: str, **options: Any) -> Any:
    options.setdefault("on_delete", django.db.models.deletion.PROTECT)
    return models.ForeignKey(related_name=related_name, to=f"accord.{table}", **options)


def _part_of(table: str, related_name: str) -> Any:
    return _of(table, related_name, on_delete=django.db.models.deletion.CASCADE)


def _id() -> tuple[str, Any]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0006_told")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("need", "not_yet", models.TextField(blank=True, null=True)),
        migrations.CreateModel(
            name="HandoverStep",
            fields=[
                _id(),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivered", "Delivered"),
                            ("delivery-taken-back", "Delivery Taken Back"),
                            ("received", "Received"),
                            ("not-yet", "Not Yet"),
                            ("receipt-taken-back", "Receipt Taken Back"),
                        ],
                        max_length=19,
                    ),
                ),
                ("day", models.DateField()),
                ("link", models.TextField(blank=True)),
                ("missing", models.TextField(blank=True)),
                ("need", _part_of("need", "steps")),
                ("team", _of("team", "handover_steps")),
                *_said_by("handover_steps"),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                _id(),
                ("is_met", models.BooleanField()),
                ("word", models.TextField(blank=True)),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("key_result", _part_of("keyresult", "closings")),
                ("reopened_by", _of("person", "reopenings", blank=True, null=True)),
                *_said_by("closings"),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at", None)),
                        fields=("key_result",),
                        name="a_key_result_is_closed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                _id(),
                ("is_met", models.BooleanField()),
                ("word", models.TextField(blank=True)),
                ("closing", _part_of("closing", "verdicts")),
                ("team", _of("team", "verdicts")),
                *_said_by("verdicts"),
            ],
            options={"ordering": ["id"]},
        ),
    ]
