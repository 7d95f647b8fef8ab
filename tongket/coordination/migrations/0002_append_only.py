"""What was sent, answered, read and written down is never altered, but to take a person out of the address book."""

from django.db import migrations

from tongket.store.append_only import protect, unprotect

_TABLES = (
    "coordination_request",
    "coordination_entry",
    "coordination_notice",
    "coordination_told",
    "coordination_receipt",
)
_CHANGES = "coordination_contactchange"
# What forgetting a person leaves as it was: all but who they were and how to reach them.
_KEPT = ("id", "of_id", "revision", "actor", "at", "office", "valid_from", "valid_to")
_FORGETTING = (
    "NEW.person = '' AND NEW.position = '' AND NEW.phone = '' AND NEW.email = '' AND NEW.note = ''"
)


def _protect(apps, editor):
    for table in _TABLES:
        protect(editor, table)
    protect(editor, _CHANGES, kept=_KEPT, unless=_FORGETTING)


def _unprotect(apps, editor):
    for table in (*_TABLES, _CHANGES):
        unprotect(editor, table)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_initial"), ("store", "0002_append_only")]
    operations = [migrations.RunPython(_protect, _unprotect)]
