"""What the alliance's editors promote in the search of the demonstration."""

from .shapes import DemoPromotion

ALL_PROMOTIONS: tuple[DemoPromotion, ...] = (
    DemoPromotion(
        queries=("start", "getting started", "where to start", "first steps", "new"),
        page_slug="path-starting-a-programme",
        reason="A learning path for companies that are at the beginning.",
    ),
    DemoPromotion(
        queries=("report", "reporting", "report abuse", "report csam", "where to report", "hotline"),
        page_slug="where-to-report",
        reason="This portal is not a hotline. Here is who takes reports.",
    ),
    DemoPromotion(
        queries=("hash", "hashing", "hash matching", "fingerprint"),
        page_slug="path-hashing-and-matching",
        reason="Start here: what to read about hashing, in order.",
        audiences=("pathways",),
    ),
)
