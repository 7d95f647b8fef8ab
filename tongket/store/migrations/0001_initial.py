
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('last_posting', models.IntegerField(default=0)),
                ('rewrites', models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.IntegerField()),
                ('last', models.IntegerField()),
                ('file', models.CharField(max_length=120, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.BigIntegerField()),
                ('bytes', models.BigIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='store.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stream', 'first'), name='store_segment_first'), models.UniqueConstraint(fields=('stream', 'last'), name='store_segment_last'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='store_segment_order')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=200)),
                ('reason', models.TextField(blank=True)),
                ('origin', models.TextField(blank=True)),
                ('digest', models.CharField(blank=True, db_index=True, max_length=64)),
                ('rows', models.IntegerField()),
                ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='store.stream')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stream', 'number'), name='store_posting_number')],
            },
        ),
    ]
