"""Realignments: what a change undid, until everybody stands agreed again."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0004_find")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="GoneAhead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("by_email", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("via", models.CharField(max_length=8)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goings_ahead", to="accord.person"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goings_ahead_without",
                        to="accord.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Realignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("realigned", "Realigned"),
                            ("reverted", "Reverted"),
                            ("withdrawn", "Withdrawn"),
                            ("unanswered", "Unanswered"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("deadline", models.DateField()),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="realignments", to="accord.change"
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RealignedRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realigned_revisions",
                        to="accord.revision",
                    ),
                ),
                (
                    "realignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="realigned_revisions",
                        to="accord.realignment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RealignedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause", models.PositiveSmallIntegerField()),
                ("before", models.CharField(max_length=64)),
                ("agreed_to", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=1)),
                ("is_restored", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("stale_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gone_ahead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="accord.goneahead",
                    ),
                ),
                (
                    "key_result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="realigned_parts",
                        to="accord.keyresult",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="realigned_parts", to="accord.team"
                    ),
                ),
                (
                    "realignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="accord.realignment"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="goneahead",
            name="realignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="goings_ahead", to="accord.realignment"
            ),
        ),
        migrations.AddIndex(
            model_name="realignment",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["deadline"], name="realignments_due"),
        ),
        migrations.AddConstraint(
            model_name="realignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_realignment_ends_in_a_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="realignedrevision",
            constraint=models.UniqueConstraint(fields=("realignment", "revision"), name="a_revision_joins_once"),
        ),
        migrations.AddIndex(
            model_name="realignedpart",
            index=models.Index(fields=["team", "realignment"], name="realignments_of_a_team"),
        ),
        migrations.AddIndex(
            model_name="realignedpart",
            index=models.Index(fields=["key_result", "clause"], name="realignments_of_a_clause"),
        ),
        migrations.AddIndex(
            model_name="realignedpart",
            index=models.Index(
                condition=models.Q(("is_active", True), models.Q(("state", "a"), _negated=True)),
                fields=["realignment"],
                name="parts_that_wait",
            ),
        ),
        migrations.AddConstraint(
            model_name="realignedpart",
            constraint=models.UniqueConstraint(
                fields=("realignment", "key_result", "team", "clause"), name="a_part_is_in_a_realignment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="realignedpart",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)),
                fields=("key_result", "clause", "team"),
                name="a_part_is_in_one_open_realignment",
            ),
        ),
    ]
