"""Cycles inside cycles, grades at closing, and where carried things came from."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q


def carried(model: str, table: str, people: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=model,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=people,
                    to="accord.person",
                ),
            ),
            (
                "carried",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="carried_from", to=f"accord.{table}"
                ),
            ),
            (
                "origin",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="carried_on", to=f"accord.{table}"
                ),
            ),
        ],
        options={"ordering": ["id"]},
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0007_handover")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            "cycle",
            "parent",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inside",
                to="accord.cycle",
            ),
        ),
        migrations.AddField(
            "cycle",
            "closed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closed_cycles",
                to="accord.person",
            ),
        ),
        migrations.AddField("strategicgoal", "dropped_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "closing", "grade", models.DecimalField(blank=True, decimal_places=1, max_digits=2, null=True)
        ),
        migrations.AddConstraint(
            "cycle",
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="cycle_is_not_in_itself"),
        ),
        migrations.AddConstraint(
            "closing",
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=0, grade__lt=1, is_met=False) | Q(grade=1, is_met=True),
                name="graded_one_where_met",
            ),
        ),
        carried("CarriedKeyResult", "keyresult", "carried_key_results"),
        carried("CarriedObjective", "objective", "carried_objectives"),
        migrations.AddConstraint(
            "carriedkeyresult",
            models.CheckConstraint(condition=~Q(origin=F("carried")), name="key_result_goes_elsewhere"),
        ),
        migrations.AddConstraint(
            "carriedobjective",
            models.CheckConstraint(condition=~Q(origin=F("carried")), name="objective_goes_elsewhere"),
        ),
    ]
