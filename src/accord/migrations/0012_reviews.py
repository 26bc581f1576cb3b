"""Reviews and updates."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


def _of(table: str, related_name: str, **options: Any) -> Any:
    options.setdefault("on_delete", django.db.models.deletion.PROTECT)
    return models.ForeignKey(related_name=related_name, to=f"accord.{table}", **options)


def _id() -> tuple[str, Any]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accord", "0011_feeds")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Review",
            fields=[
                _id(),
                ("period", models.CharField(max_length=32)),
                ("month", models.DateField()),
                ("due", models.DateField()),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("title", models.TextField(blank=True)),
                ("doing", models.TextField(blank=True)),
                ("way", models.TextField(blank=True)),
                ("correct", models.TextField(blank=True)),
                ("typed", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sitting", models.CharField(blank=True, max_length=32)),
                ("saved_at", models.DateTimeField()),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("published_by_email", models.TextField(blank=True)),
                ("via", models.CharField(max_length=8)),
                ("revision", models.BigIntegerField(default=0)),
                ("document", models.JSONField(blank=True, null=True)),
                ("cycle", _of("cycle", "reviews")),
                ("published_by", _of("person", "published_reviews", blank=True, null=True)),
                ("saved_by", _of("person", "saved_reviews")),
                ("team", _of("team", "reviews")),
            ],
            options={
                "ordering": ["-due", "-edition"],
                "indexes": [
                    models.Index(fields=["team", "-published_at"], name="latest_review_of_a_team"),
                    models.Index(condition=Q(published_at__isnull=False), fields=["month"], name="reviews_of_a_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "cycle", "period", "edition"), name="one_review_of_a_period_and_edition"
                    ),
                    models.CheckConstraint(
                        condition=Q(published_at=None, document=None)
                        | Q(published_at__isnull=False, document__isnull=False),
                        name="a_published_review_is_a_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                _id(),
                ("content", models.JSONField()),
                ("has_news", models.BooleanField()),
                ("asks", models.BooleanField()),
                ("answer_by", models.DateField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_by_email", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_by", _of("person", "acknowledged_updates", blank=True, null=True)),
                ("answered_by", _of("person", "answered_updates", blank=True, null=True)),
                ("review", _of("review", "updates", on_delete=django.db.models.deletion.CASCADE)),
                ("team", _of("team", "updates")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=Q(acknowledged_at=None, asks=True),
                        fields=["team", "answer_by"],
                        name="updates_still_to_acknowledge",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "team"), name="a_team_is_told_once_of_a_review"),
                    models.CheckConstraint(
                        condition=Q(answer="", answered_at=None) | Q(acknowledged_at__isnull=False),
                        name="an_answer_acknowledges",
                    ),
                ],
            },
        ),
    ]
