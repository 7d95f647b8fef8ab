"""Postings are never changed or removed."""

from django.db import migrations

from tongket.store.append_only import protect, unprotect


def forward(apps, editor):
    protect(editor, "store_posting")


def backward(apps, editor):
    unprotect(editor, "store_posting")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
