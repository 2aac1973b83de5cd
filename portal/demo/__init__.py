"""Demonstration content: what a new installation shows, as plain data that knows no model."""
