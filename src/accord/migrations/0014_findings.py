"""Findings are kept. What a plan accepted of them, until now a part of the organization's checks, gets rows."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.utils import timezone

MAY_BE_NULL: dict[str, Any] = {"null": True, "blank": True}
BY = MAY_BE_NULL | {"on_delete": django.db.models.deletion.PROTECT, "to": "accord.person"}
OF = MAY_BE_NULL | {"on_delete": django.db.models.deletion.CASCADE, "db_index": False}


def accepted_in_rows(apps: Any, schema_editor: Any) -> None:
    """An acceptance was the organization's; from now on it is a cycle's: of every one that is open."""
    now = timezone.now()
    for organization in apps.get_model("accord", "Organization").objects.all():
        if not organization.checks:
            continue
        accepted = organization.checks.pop("accepted", [])
        organization.save()
        apps.get_model("accord", "AcceptedFinding").objects.bulk_create(
            apps.get_model("accord", "AcceptedFinding")(
                cycle=cycle, code=each["code"], subject=each["subject"], reason=each["reason"], until=each["until"],
                position=position, at=now, via="shell",
            )
            for cycle in apps.get_model("accord", "Cycle").objects.filter(closed_at=None)
            for position, each in enumerate(_last_of_each(accepted))
        )  # fmt: skip


def _last_of_each(accepted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({(each["code"], each["subject"]): each for each in accepted}.values())


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0013_kept")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "Finding",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=5)),
                ("kind", models.CharField(max_length=14)),
                ("subject", models.CharField(max_length=64)),
                ("mark", models.CharField(blank=True, max_length=80)),
                ("related", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("content", models.CharField(max_length=32)),
                ("found_at", models.DateTimeField()),
                ("mended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="accord.cycle",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="findings",
                        to="accord.team",
                    ),
                ),
                ("key_result", models.ForeignKey(**OF, related_name="findings", to="accord.keyresult")),
                ("objective", models.ForeignKey(**OF, related_name="findings", to="accord.objective")),
            ],
            {
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mended_at", None)),
                        fields=["cycle", "team", "code"],
                        name="open_findings_of_a_team",
                    ),
                    models.Index(
                        condition=models.Q(("mended_at", None)), fields=["key_result"], name="open_findings_of_a_result"
                    ),
                    models.Index(
                        condition=models.Q(("mended_at", None)), fields=["objective"], name="open_findings_of_objective"
                    ),
                    models.Index(fields=["cycle", "mended_at"], name="findings_mended"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mended_at", None)),
                        fields=("cycle", "code", "kind", "subject", "mark"),
                        name="a_finding_is_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "AcceptedFinding",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("until", models.DateField(blank=True, null=True)),
                ("position", models.PositiveIntegerField(default=0)),
                ("by_email", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("via", models.CharField(max_length=8)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by_email", models.TextField(blank=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accepted_findings",
                        to="accord.cycle",
                    ),
                ),
                ("by", models.ForeignKey(**BY, related_name="accepted_findings")),
                ("withdrawn_by", models.ForeignKey(**BY, related_name="withdrawn_acceptances")),
            ],
            {
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("cycle", "code", "subject"),
                        name="a_finding_is_accepted_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Unjudged",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("codes", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unjudged", to="accord.cycle"
                    ),
                ),
            ],
            {"verbose_name_plural": "unjudged"},
        ),
        migrations.CreateModel(
            "JudgedCycle",
            [
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="judged",
                        serialize=False,
                        to="accord.cycle",
                    ),
                ),
                ("day", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.RunPython(accepted_in_rows, migrations.RunPython.noop),
    ]
