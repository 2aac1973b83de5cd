"""The companies of the demonstration. All are fictional, and so are their domains."""

from portal.demo.shapes import DemoOrganisation

ALL_ORGANISATIONS: tuple[DemoOrganisation, ...] = (
    DemoOrganisation("Larkspan", "larkspan", "foundational", "social", 18_000, "larkspan.example"),
    DemoOrganisation(
        "Quillmere Cloud", "quillmere-cloud", "foundational", "infrastructure", 42_000, "quillmere.example"
    ),
    DemoOrganisation("Nonagon Play", "nonagon-play", "cornerstone", "gaming", 3_100, "nonagon.example"),
    DemoOrganisation("Velloquy", "velloquy", "cornerstone", "AI", 1_400, "velloquy.example"),
    DemoOrganisation("Findlewick", "findlewick", "cornerstone", "search", 6_500, "findlewick.example"),
    DemoOrganisation("Murmurine", "murmurine", "bridge", "audio streaming", 900, "murmurine.example"),
    DemoOrganisation("Pebblecast", "pebblecast", "bridge", "live video", 420, "pebblecast.example"),
    DemoOrganisation("Tidewell Pay", "tidewell-pay", "associate", "finance", 2_200, "tidewell.example"),
    DemoOrganisation("Hearthlark Dating", "hearthlark-dating", "associate", "dating", 140, "hearthlark.example"),
    DemoOrganisation("Sproutslate", "sproutslate", "pathways", "education", 38, "sproutslate.example", stage="elevate"),
    DemoOrganisation("Chatterfig", "chatterfig", "pathways", "messaging", 12, "chatterfig.example"),
    DemoOrganisation("Boxwren", "boxwren", "pathways", "file storage", 7, "boxwren.example"),
)
