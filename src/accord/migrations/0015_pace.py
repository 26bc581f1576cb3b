from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accord", "0014_findings")]

    operations = [
        # What is changed for all teams is more than the calendar now; what happened keeps its sentence.
        migrations.RunSQL(
            "UPDATE accord_event SET kind = 'organization.changed' WHERE kind = 'organization.calendar-changed'",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="organization",
            name="on_track_within",
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddField(
            model_name="organization",
            name="behind_within",
            field=models.PositiveSmallIntegerField(default=25),
        ),
        migrations.AddField(
            model_name="organization",
            name="most_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("behind_within__gt", models.F("on_track_within")), ("behind_within__lte", 100)),
                name="behind_begins_where_on_track_ends",
            ),
        ),
    ]
