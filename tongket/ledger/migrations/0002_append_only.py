"""Figures, sources and what was withheld are never changed or removed, but by withholding a payload."""

from django.db import migrations

from tongket.store.append_only import protect, unprotect

# What withholding leaves as it was: all but value, high, decimals, printed, note, state, fingerprint, withheld_by.
KEPT = (
    "id",
    "posting",
    "series",
    "measure",
    "indicator",
    "members",
    "place",
    "period",
    "period_first",
    "period_length",
    "period_on",
    "scenario",
    "status",
    "body",
    "basis",
    "qualifier",
    "notation",
    "known_from",
    "source_id",
    "locator",
    "supersedes",
    "until",
)
WITHHOLDING = (
    "OLD.withheld_by IS NULL AND NEW.withheld_by IS NOT NULL AND NEW.state = 'confidential' "
    "AND NEW.value IS NULL AND NEW.high IS NULL AND NEW.decimals IS NULL AND NEW.printed = '' AND NEW.note = ''"
)
OTHERS = ("ledger_source", "ledger_withholding", "ledger_scale")


def forward(apps, editor):
    protect(editor, "ledger_figure", kept=KEPT, unless=WITHHOLDING)
    for table in OTHERS:
        protect(editor, table)


def backward(apps, editor):
    for table in ("ledger_figure", *OTHERS):
        unprotect(editor, table)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("store", "0002_append_only")]
    operations = [migrations.RunPython(forward, backward)]
