import accord.models.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('is_admin', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('language', models.CharField(blank=True, max_length=16)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('theme', models.CharField(choices=[('system', 'System'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6)),
                ('has_shortcuts', models.BooleanField(default=True)),
                ('added_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_email', models.TextField(blank=True)),
                ('via', models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='KeyResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('title', models.TextField()),
                ('baseline', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('target', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('at_least', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('at_most', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('start', models.DateField(blank=True, null=True)),
                ('due', models.DateField(blank=True, null=True)),
                ('path', models.JSONField(default=list)),
                ('weight', accord.models.fields.ExactNumberField(default='1')),
                ('completion_criteria', models.TextField(blank=True, null=True)),
                ('decomposition', models.TextField(blank=True, null=True)),
                ('wording', models.JSONField(default=dict)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_email', models.TextField(blank=True)),
                ('via', models.CharField(max_length=8)),
                ('reason', models.TextField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField()),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('why', models.TextField(blank=True, null=True)),
                ('success', models.TextField(blank=True, null=True)),
                ('different', models.TextField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['start', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('does', models.TextField()),
                ('first', models.TextField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'duties',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=32)),
                ('via', models.CharField(max_length=8)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Influence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign', models.CharField(max_length=1)),
                ('lag_days', models.PositiveIntegerField(blank=True, null=True)),
                ('evidence', models.CharField(default='stated', max_length=9)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('delegate', 'Delegate'), ('member', 'Member')], default='member', max_length=8)),
                ('allocation', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('question', 'Question'), ('reply', 'Reply')], max_length=8)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('via', models.CharField(max_length=8)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Metric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField()),
                ('aliases', models.JSONField(default=list)),
                ('definition', models.TextField(blank=True, null=True)),
                ('formula', models.TextField(blank=True, null=True)),
                ('counts', models.TextField(blank=True, null=True)),
                ('excludes', models.TextField(blank=True, null=True)),
                ('unit', models.TextField(blank=True, null=True)),
                ('source', models.TextField(blank=True, null=True)),
                ('frequency', models.CharField(blank=True, max_length=9, null=True)),
                ('better', models.CharField(default='none', max_length=6)),
                ('wording', models.JSONField(default=dict)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MetricValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('value', accord.models.fields.ExactNumberField()),
            ],
            options={
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField()),
                ('aliases', models.JSONField(default=list)),
                ('definition', models.TextField(blank=True, null=True)),
                ('date', models.DateField(blank=True, null=True)),
                ('wording', models.JSONField(default=dict)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('what', models.TextField()),
                ('completion_criteria', models.TextField(blank=True, null=True)),
                ('by', models.DateField(blank=True, null=True)),
                ('promised', models.DateField(blank=True, null=True)),
                ('delivered', models.DateField(blank=True, null=True)),
                ('received', models.DateField(blank=True, null=True)),
                ('declined', models.TextField(blank=True, null=True)),
                ('wording', models.JSONField(default=dict)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('title', models.TextField()),
                ('why', models.TextField(blank=True, null=True)),
                ('ambition', models.CharField(default='committed', max_length=12)),
                ('not_strategic_because', models.TextField(blank=True, null=True)),
                ('wording', models.JSONField(default=dict)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField()),
                ('time_zone', models.CharField(default='UTC', max_length=64)),
                ('holidays', models.JSONField(default=list)),
                ('answer_days', models.PositiveSmallIntegerField(default=5)),
                ('checks', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effect', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=32)),
                ('data', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
            ],
            options={
                'verbose_name_plural': 'outbox',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_own', models.BooleanField()),
                ('states', models.CharField(max_length=5)),
                ('empties', models.CharField(max_length=5)),
                ('fingerprint_1', models.CharField(max_length=64)),
                ('fingerprint_2', models.CharField(max_length=64)),
                ('fingerprint_3', models.CharField(max_length=64)),
                ('fingerprint_4', models.CharField(max_length=64)),
                ('fingerprint_5', models.CharField(max_length=64)),
                ('waits', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('answer_by', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['team__key'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField()),
                ('email', models.EmailField(blank=True, max_length=254, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReportingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('item', models.BigIntegerField()),
                ('key', models.TextField()),
                ('field', models.CharField(blank=True, max_length=32, null=True)),
                ('before', models.JSONField(blank=True, null=True)),
                ('after', models.JSONField(blank=True, null=True)),
                ('substantive', models.BooleanField()),
                ('first', models.TextField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ServedGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='StrategicGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('title', models.TextField()),
                ('horizon', models.DateField(blank=True, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField()),
                ('code', models.CharField(max_length=3)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guardrail', 'Guardrail'), ('term', 'Term')], max_length=9)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('key_result', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='agreement', serialize=False, to='accord.keyresult')),
                ('state', models.CharField(max_length=8)),
                ('clauses', models.CharField(max_length=5)),
                ('own', models.CharField(max_length=5)),
                ('others', models.CharField(max_length=5)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('title', models.TextField()),
                ('due', models.DateField(blank=True, null=True)),
                ('effort_days', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('expected', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('done', models.DateField(blank=True, null=True)),
                ('wording', models.JSONField(default=dict)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='accord.keyresult')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('agree', 'Agree'), ('object', 'Object')], max_length=6)),
                ('fingerprint', models.CharField(max_length=64)),
                ('is_standing', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True, null=True)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='accord.act')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='accord.keyresult')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('value', accord.models.fields.ExactNumberField()),
                ('confidence', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('note', models.TextField(blank=True, null=True)),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='accord.keyresult')),
            ],
            options={
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='Content',
            fields=[
                ('fingerprint', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('clause', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
                ('change', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contents', to='accord.change')),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contents', to='accord.keyresult')),
            ],
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', accord.models.fields.ExactNumberField(blank=True, null=True)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='proposed', max_length=8)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('key_result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='accord.keyresult')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='keyresult',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to='accord.cycle'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='cycle_ends_after_its_start'),
        ),
        migrations.AddField(
            model_name='action',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='accord.cycle'),
        ),
        migrations.AddField(
            model_name='duty',
            name='key_result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='accord.keyresult'),
        ),
        migrations.AddField(
            model_name='event',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='accord.change'),
        ),
        migrations.AddField(
            model_name='event',
            name='key_result',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='accord.keyresult'),
        ),
        migrations.AddField(
            model_name='concern',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concern_rows', to='accord.event'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations_sent', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='message',
            name='key_result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='accord.keyresult'),
        ),
        migrations.AddField(
            model_name='keyresult',
            name='metric',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to='accord.metric'),
        ),
        migrations.AddField(
            model_name='influence',
            name='metric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='influences', to='accord.metric'),
        ),
        migrations.AddField(
            model_name='influence',
            name='moves',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='influenced_by', to='accord.metric'),
        ),
        migrations.AddField(
            model_name='metricvalue',
            name='metric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values_over_time', to='accord.metric'),
        ),
        migrations.AddField(
            model_name='keyresult',
            name='milestone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to='accord.milestone'),
        ),
        migrations.AddField(
            model_name='need',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='accord.cycle'),
        ),
        migrations.AddField(
            model_name='need',
            name='for_action',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='needs', to='accord.action'),
        ),
        migrations.AddField(
            model_name='need',
            name='key_result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='accord.keyresult'),
        ),
        migrations.AddField(
            model_name='need',
            name='provided_by_action',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='provides', to='accord.action'),
        ),
        migrations.AddField(
            model_name='need',
            name='provided_by_key_result',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='provides', to='accord.keyresult'),
        ),
        migrations.AddField(
            model_name='need',
            name='provided_by_milestone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='provides', to='accord.milestone'),
        ),
        migrations.AddField(
            model_name='objective',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='accord.cycle'),
        ),
        migrations.AddField(
            model_name='keyresult',
            name='objective',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_results', to='accord.objective'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='objective',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='accord.objective'),
        ),
        migrations.AddIndex(
            model_name='outbox',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['due_at'], name='outbox_still_to_do'),
        ),
        migrations.AddField(
            model_name='message',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='accord.person'),
        ),
        migrations.AddField(
            model_name='membership',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accord.person'),
        ),
        migrations.AddField(
            model_name='keyresult',
            name='accountable',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='key_results', to='accord.person'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accord.person'),
        ),
        migrations.AddField(
            model_name='event',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='accord.person'),
        ),
        migrations.AddField(
            model_name='change',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='accord.person'),
        ),
        migrations.AddField(
            model_name='action',
            name='responsible',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='accord.person'),
        ),
        migrations.AddField(
            model_name='act',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='accord.person'),
        ),
        migrations.AddField(
            model_name='user',
            name='person',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='account', to='accord.person'),
        ),
        migrations.AddField(
            model_name='reportingline',
            name='manager',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines_down', to='accord.person'),
        ),
        migrations.AddField(
            model_name='reportingline',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines_up', to='accord.person'),
        ),
        migrations.AddField(
            model_name='person',
            name='reports_to',
            field=models.ManyToManyField(related_name='reports', through='accord.ReportingLine', to='accord.person'),
        ),
        migrations.AddField(
            model_name='revision',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='accord.change'),
        ),
        migrations.AddField(
            model_name='revision',
            name='cycle',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='accord.cycle'),
        ),
        migrations.AddField(
            model_name='act',
            name='seen',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accord.revision'),
        ),
        migrations.AddField(
            model_name='servedgoal',
            name='objective',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='served_goals', to='accord.objective'),
        ),
        migrations.AddField(
            model_name='servedgoal',
            name='goal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='served_by', to='accord.strategicgoal'),
        ),
        migrations.AddField(
            model_name='objective',
            name='serves',
            field=models.ManyToManyField(related_name='objectives', through='accord.ServedGoal', to='accord.strategicgoal'),
        ),
        migrations.AddField(
            model_name='team',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accord.team'),
        ),
        migrations.AddField(
            model_name='team',
            name='people',
            field=models.ManyToManyField(related_name='teams', through='accord.Membership', to='accord.person'),
        ),
        migrations.AddField(
            model_name='team',
            name='succeeded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor_of', to='accord.team'),
        ),
        migrations.AddField(
            model_name='party',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='accord.team'),
        ),
        migrations.AddField(
            model_name='objective',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='accord.team'),
        ),
        migrations.AddField(
            model_name='need',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provides', to='accord.team'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='accord.team'),
        ),
        migrations.AddField(
            model_name='metric',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='metrics', to='accord.team'),
        ),
        migrations.AddField(
            model_name='message',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='accord.team'),
        ),
        migrations.AddField(
            model_name='membership',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accord.team'),
        ),
        migrations.AddField(
            model_name='event',
            name='concerns',
            field=models.ManyToManyField(related_name='concerning_events', through='accord.Concern', to='accord.team'),
        ),
        migrations.AddField(
            model_name='event',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='accord.team'),
        ),
        migrations.AddField(
            model_name='duty',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='accord.team'),
        ),
        migrations.AddField(
            model_name='concern',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concern_rows', to='accord.team'),
        ),
        migrations.AddField(
            model_name='answer',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='accord.team'),
        ),
        migrations.AddField(
            model_name='action',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='accord.team'),
        ),
        migrations.AddField(
            model_name='use',
            name='key_result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='accord.keyresult'),
        ),
        migrations.AddField(
            model_name='use',
            name='metric',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='accord.metric'),
        ),
        migrations.AddField(
            model_name='use',
            name='milestone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='accord.milestone'),
        ),
        migrations.AddField(
            model_name='party',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='accord.agreement'),
        ),
        migrations.AddIndex(
            model_name='agreement',
            index=models.Index(fields=['state'], name='agreements_by_state'),
        ),
        migrations.AddConstraint(
            model_name='checkin',
            constraint=models.UniqueConstraint(fields=('key_result', 'date'), name='one_check_in_a_day'),
        ),
        migrations.AddConstraint(
            model_name='influence',
            constraint=models.UniqueConstraint(fields=('metric', 'moves'), name='one_influence_between_two_metrics'),
        ),
        migrations.AddConstraint(
            model_name='metricvalue',
            constraint=models.UniqueConstraint(fields=('metric', 'date'), name='one_metric_value_a_day'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('objective', 'key_result'), name='contributes_once_to_a_key_result'),
        ),
        migrations.AddConstraint(
            model_name='keyresult',
            constraint=models.UniqueConstraint(fields=('cycle', 'key'), name='one_key_result_of_an_id_in_a_cycle'),
        ),
        migrations.AddConstraint(
            model_name='keyresult',
            constraint=models.CheckConstraint(condition=models.Q(('metric', None), ('milestone', None), _connector='OR'), name='measured_by_a_metric_or_a_milestone'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_per_email'),
        ),
        migrations.AddConstraint(
            model_name='reportingline',
            constraint=models.UniqueConstraint(fields=('person', 'manager'), name='one_line_to_a_manager'),
        ),
        migrations.AddConstraint(
            model_name='reportingline',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('manager')), _negated=True), name='nobody_reports_to_themself'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_email'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['kind', 'item', 'field'], name='revision_of_a_field'),
        ),
        migrations.AddConstraint(
            model_name='servedgoal',
            constraint=models.UniqueConstraint(fields=('objective', 'goal'), name='a_goal_is_served_once'),
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=models.UniqueConstraint(fields=('cycle', 'key'), name='one_objective_of_an_id_in_a_cycle'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(fields=('cycle', 'key'), name='one_need_of_an_id_in_a_cycle'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('provided_by_action', None), ('provided_by_key_result', None)), models.Q(('provided_by_action', None), ('provided_by_milestone', None)), models.Q(('provided_by_key_result', None), ('provided_by_milestone', None)), _connector='OR'), name='provided_by_one_thing'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['key_result', 'clause', 'id'], name='a_clause_thread'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('team', 'person'), name='one_place_in_a_team'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.UniqueConstraint(fields=('team', 'event'), name='an_event_concerns_a_team_once'),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['key_result', 'clause', 'team', 'id'], name='answers_to_a_part'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.UniqueConstraint(fields=('cycle', 'key'), name='one_action_of_an_id_in_a_cycle'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('metric', None), ('milestone__isnull', False)), models.Q(('metric__isnull', False), ('milestone', None)), _connector='OR'), name='uses_one_thing'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['team', 'waits', 'answer_by'], name='what_waits_for_a_team'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('agreement', 'team'), name='a_team_is_party_once'),
        ),
    ]
