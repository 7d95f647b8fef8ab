
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Scale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=100, unique=True)),
                ('unit', models.CharField(max_length=40)),
                ('scale', models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.TextField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.IntegerField(db_index=True)),
                ('rows', models.IntegerField()),
                ('legal_basis', models.TextField()),
                ('first', models.IntegerField(null=True)),
                ('last', models.IntegerField(null=True)),
                ('old_sha256', models.CharField(blank=True, max_length=64)),
                ('new_sha256', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='FigureRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.IntegerField(db_index=True)),
                ('series', models.CharField(max_length=16)),
                ('measure', models.CharField(max_length=20)),
                ('indicator', models.CharField(max_length=100)),
                ('members', models.TextField(blank=True)),
                ('place', models.CharField(max_length=30)),
                ('period', models.CharField(max_length=20)),
                ('period_first', models.IntegerField()),
                ('period_length', models.SmallIntegerField()),
                ('period_on', models.DateField(null=True)),
                ('scenario', models.CharField(max_length=20)),
                ('status', models.CharField(max_length=20)),
                ('body', models.CharField(max_length=60)),
                ('basis', models.CharField(max_length=60)),
                ('state', models.CharField(max_length=20)),
                ('value', models.BigIntegerField(null=True)),
                ('high', models.BigIntegerField(null=True)),
                ('qualifier', models.CharField(max_length=10)),
                ('notation', models.CharField(max_length=10)),
                ('decimals', models.SmallIntegerField(null=True)),
                ('printed', models.TextField(blank=True)),
                ('known_from', models.DateField()),
                ('locator', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('supersedes', models.BigIntegerField(null=True)),
                ('until', models.DateField(null=True)),
                ('fingerprint', models.CharField(db_index=True, max_length=64)),
                ('withheld_by', models.IntegerField(null=True)),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='ledger.source')),
            ],
            options={
                'db_table': 'ledger_figure',
                'indexes': [models.Index(fields=['series', 'measure'], name='ledger_figure_key')],
            },
        ),
    ]
