"""What the personas of the demonstration follow and keep."""

from portal.demo.shapes import DemoShelf

ALL_SHELVES: tuple[DemoShelf, ...] = (
    DemoShelf(
        "startup@demo.example",
        topics=("hashing-and-matching", "reporting"),
        pages=("guide-starting-a-programme", "guide-reporting-to-ncmec"),
    ),
    DemoShelf(
        "member@demo.example",
        topics=("sextortion", "transparency"),
        pages=("non-us-reporting-guidance", "age-assurance-options", "wellness-starter-kit"),
    ),
    DemoShelf(
        "group-member@demo.example",
        topics=("hashing-and-matching",),
        pages=("hash-sharing-practice", "gaming-roadmap"),
    ),
)
