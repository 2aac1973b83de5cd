from django.db import connection

from .engines import engine, portal_with

__all__ = ["engine", "portal_with"]

# In the run on the other database there is nothing to skip: it has no part in these.
collect_ignore = [] if connection.vendor == "postgresql" else ["test_postgres.py"]
