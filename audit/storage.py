"""Lets the database refuse to change an entry, whoever asks and with whatever SQL.

Made after every migration: SQLite drops the triggers of a table when a migration alters one of its columns. There is
no such guard against deleting, which old entries need.
"""

from django.db import connections

from .models import AuditEntry

GUARDS = {
    "sqlite": (
        """
        CREATE TRIGGER IF NOT EXISTS audit_entry_stays BEFORE UPDATE ON audit_auditentry
        BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END
        """,
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION audit_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE OR REPLACE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_refuse_update()
        """,
    ),
}


def ensure_guard(using: str) -> None:
    connection = connections[using]
    if AuditEntry._meta.db_table not in connection.introspection.table_names():
        return  # somebody migrates the apps one by one
    with connection.cursor() as cursor:
        for statement in GUARDS[connection.vendor]:
            cursor.execute(statement)
