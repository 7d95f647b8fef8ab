"""Forms made in the department; what a machine sent is known again."""

from django.db import migrations, models

from tongket.store.append_only import protect, unprotect


def _protect(apps, editor):
    # SQLite makes a table anew when a column is added, and leaves its triggers behind.
    for table in ("collect_save", "collect_formversion"):
        protect(editor, table)


def _unprotect(apps, editor):
    unprotect(editor, "collect_formversion")


class Migration(migrations.Migration):
    dependencies = [("collect", "0002_append_only")]
    operations = [
        migrations.AddField("save", "digest", models.CharField(blank=True, max_length=64, default=""), preserve_default=False),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=20)),
                ("told", models.JSONField()),
                ("made_by", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "version"), name="collect_form_version_once")]
            },
        ),
        migrations.RunPython(_protect, _unprotect),
    ]
