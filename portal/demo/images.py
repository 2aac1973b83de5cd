"""The pictures of the demonstration: calm, abstract, and drawn by `pictures`."""

from portal.demo.shapes import DemoImage

ALL_IMAGES: tuple[DemoImage, ...] = (
    DemoImage(
        "working-together",
        "Working together",
        "Four overlapping circles in muted colours, which share a common centre.",
        "circles",
    ),
    DemoImage(
        "audience-rings",
        "Rings of readers",
        "Four rings, one inside the other, from a wide pale ring to a small dark centre.",
        "rings",
    ),
    DemoImage(
        "hash-matching",
        "From file to match",
        "A diagram: a grid of squares, an arrow to a short bar of stripes, an arrow to a list with one row marked.",
        "fingerprint",
    ),
    DemoImage(
        "programme-cycle",
        "A programme is a cycle",
        "A circle of four steps, joined by arrows: decide, prepare, act, learn.",
        "cycle",
        ("Decide", "Prepare", "Act", "Learn"),
    ),
    DemoImage(
        "layered-safeguards",
        "Safeguards in layers",
        "Four rounded bars, one above the other, labelled design, detection, review and support.",
        "layers",
        ("Design", "Detection", "Review", "Support"),
    ),
    DemoImage(
        "reporting-route",
        "The route of a report",
        "Five rounded boxes from left to right, joined by arrows: receive, review, report, preserve, learn.",
        "flow",
        ("Receive", "Review", "Report", "Preserve", "Learn"),
    ),
    DemoImage(
        "signal-constellation",
        "Points and lines",
        "Dots of different size on a dark blue ground, some of them joined by thin lines.",
        "constellation",
    ),
    DemoImage(
        "quiet-horizon",
        "Quiet horizon",
        "Soft layered hills in muted greens and blues under a pale sky.",
        "horizon",
    ),
)
