from django.db import connection

from .engines import engine, portal_with

__all__ = ["engine", "portal_with"]

# The tests run on one database and then on the other. These have a part in only one of the runs: what PostgreSQL does,
# and what happens when a server fails, which is the same beside either.
collect_ignore = ["test_faults.py"] if connection.vendor == "postgresql" else ["test_postgres.py"]
