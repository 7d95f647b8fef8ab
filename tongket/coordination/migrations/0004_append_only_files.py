"""What was attached stays attached."""

from django.db import migrations

from tongket.store.append_only import protect, unprotect

_TABLES = ("coordination_attached", "files_stored")


def _protect(apps, editor):
    for table in _TABLES:
        protect(editor, table)


def _unprotect(apps, editor):
    for table in _TABLES:
        unprotect(editor, table)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0003_attachments")]
    operations = [migrations.RunPython(_protect, _unprotect)]
