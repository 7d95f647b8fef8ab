"""Events and notes are never altered; an event may be withdrawn once, by an undo."""

from typing import ClassVar

from django.db import migrations

from tongket.store.append_only import protect, unprotect

# Quoted, for VALUES is a word of SQL.
_KEPT = ("id", "of_id", "change_id", "day", '"values"', "source", "source_day", "decision_id")


def forwards(apps, editor):
    """Protect what is kept for good."""
    protect(
        editor, "registers_event", kept=_KEPT,
        unless="OLD.withdrawn_by_id IS NULL AND NEW.withdrawn_by_id IS NOT NULL",
    )  # fmt: skip
    protect(editor, "registers_note")


def backwards(apps, editor):
    """Take the protection away."""
    unprotect(editor, "registers_event")
    unprotect(editor, "registers_note")


class Migration(migrations.Migration):
    """See above."""

    dependencies: ClassVar = [("registers", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(forwards, backwards)]
