from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accord", "0013_kept")]

    operations = []
