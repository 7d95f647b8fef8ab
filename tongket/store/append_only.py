"""Triggers that make a table append-only, for migrations: SQLite and PostgreSQL.

Whoever may drop a trigger may still do anything; this stops slips and programs, and the segments' hashes tell the rest.
A later migration that alters a protected table on SQLite makes it anew without its triggers, and so protects it again.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MESSAGE = "append-only: rows of {table} are never changed, removed or replaced"


def protect(editor: BaseDatabaseSchemaEditor, table: str, *, kept: Sequence[str] = (), unless: str = "") -> None:
    """Let the database refuse UPDATE, DELETE and replacement (on PostgreSQL TRUNCATE) of a table's rows.

    Args:
        editor: of the migration.
        table: its name; its key is `id`.
        kept: with `unless`, the columns that even the allowed update may not change.
        unless: SQL condition over OLD and NEW under which one UPDATE is allowed; empty for never.
    """
    build = {"sqlite": _sqlite, "postgresql": _postgresql}[editor.connection.vendor]
    unprotect(editor, table)
    for statement in build(table, tuple(kept), unless):
        editor.execute(statement, params=None)


def unprotect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the triggers away again."""
    on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
    for what in ("update", "delete", "insert", "truncate"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on}", params=None)
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse_update()", params=None)
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()", params=None)


def _allowed(kept: tuple[str, ...], unless: str, same: str) -> str:
    if not unless:
        return ""
    return " AND ".join([f"({unless})", *(f"NEW.{column} {same} OLD.{column}" for column in kept)])


def _sqlite(table: str, kept: tuple[str, ...], unless: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE.format(table=table)}'); END"
    allowed = _allowed(kept, unless, "IS")
    when = f" WHEN NOT coalesce({allowed}, 0)" if allowed else ""
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{when} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE removes the old row without firing the trigger above.
        f"CREATE TRIGGER {table}_no_insert BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}",
    ]


def _postgresql(table: str, kept: tuple[str, ...], unless: str) -> list[str]:
    fail = f"RAISE EXCEPTION '{_MESSAGE.format(table=table)}' USING ERRCODE = 'integrity_constraint_violation';"
    allowed = _allowed(kept, unless, "IS NOT DISTINCT FROM")
    guard = f"IF coalesce({allowed}, false) THEN RETURN NEW; END IF; " if allowed else ""
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fail} END $$",
        f"CREATE FUNCTION {table}_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {guard}{fail} END $$",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse_update()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
