"""What was done to a return is never altered."""

from django.db import migrations

from tongket.store.append_only import protect, unprotect

_TABLES = ("collect_save", "collect_step")


def _protect(apps, editor):
    for table in _TABLES:
        protect(editor, table)


def _unprotect(apps, editor):
    for table in _TABLES:
        unprotect(editor, table)


class Migration(migrations.Migration):
    dependencies = [("collect", "0001_initial"), ("store", "0002_append_only")]
    operations = [migrations.RunPython(_protect, _unprotect)]
