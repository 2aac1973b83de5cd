"""Measures how well the search finds what people judged to be answers."""
