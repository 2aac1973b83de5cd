"""Made-up portals of any size, for measuring."""
