from tests.search.engines import engine, portal_with

__all__ = ["engine", "portal_with"]
