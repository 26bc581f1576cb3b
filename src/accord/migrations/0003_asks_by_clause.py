from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accord', '0002_account_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='party',
            name='asks',
            field=models.JSONField(default=list),
        ),
    ]
