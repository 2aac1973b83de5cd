"""The topic tree: what a page is about, in the words that readers use."""

from portal.demo.shapes import DemoTopic

ALL_TOPICS: tuple[DemoTopic, ...] = (
    DemoTopic(
        "starting-a-programme",
        "Starting a programme",
        "First steps for a team that has no child safety programme yet.",
    ),
    DemoTopic(
        "policy-and-rules",
        "Policy and rules",
        "Terms, community rules and how to write them plainly.",
        "starting-a-programme",
    ),
    DemoTopic("wellness", "Wellness", "Care for the people who review harmful content.", "starting-a-programme"),
    DemoTopic(
        "reporting",
        "Reporting",
        "Telling the authorities, and taking reports from the people who use your service.",
    ),
    DemoTopic(
        "reporting-to-ncmec",
        "Reporting to NCMEC",
        "The CyberTipline: accounts, fields, follow-up.",
        "reporting",
    ),
    DemoTopic(
        "reporting-outside-the-us",
        "Reporting outside the US",
        "Reports where another country's law decides.",
        "reporting",
    ),
    DemoTopic("detection", "Detection", "Ways to find harmful content and conduct, and their limits."),
    DemoTopic(
        "hashing-and-matching",
        "Hashing and matching",
        "Comparing fingerprints of files with lists of known material.",
        "detection",
    ),
    DemoTopic(
        "classifiers",
        "Classifiers",
        "Models that estimate whether something needs a person's eyes.",
        "detection",
    ),
    DemoTopic("video", "Video", "Stored and live video: matching, sampling and review.", "detection"),
    DemoTopic("audio-moderation", "Audio moderation", "Voice chat, music and spoken content.", "detection"),
    DemoTopic("regulation", "Regulation", "Laws and regulators, region by region."),
    DemoTopic(
        "eu-dsa",
        "EU Digital Services Act",
        "Duties under the Digital Services Act and how they meet other frameworks.",
        "regulation",
    ),
    DemoTopic("transparency", "Transparency", "Saying in public what you do and how well it works."),
    DemoTopic(
        "measuring-progress",
        "Measuring progress",
        "Surveys, mileposts and what figures can and cannot show.",
        "transparency",
    ),
    DemoTopic("emerging-threats", "Emerging threats", "Harms that change fast and need shared attention."),
    DemoTopic(
        "sextortion",
        "Sextortion",
        "Sexual extortion of children and young people, financial or not.",
        "emerging-threats",
    ),
    DemoTopic(
        "generative-ai",
        "Generative AI",
        "Models, synthetic content and the safeguards around them.",
        "emerging-threats",
    ),
    DemoTopic(
        "grooming",
        "Grooming",
        "Online enticement: prevention by design, detection and response.",
        "emerging-threats",
    ),
    DemoTopic("safer-design", "Safer design", "Defaults and features that prevent harm before it starts."),
    DemoTopic("age-assurance", "Age assurance", "Declaring, estimating and verifying age.", "safer-design"),
    DemoTopic("gaming", "Gaming", "Games, virtual worlds and their chat, trading and creation.", "safer-design"),
    DemoTopic("enforcement", "Enforcement", "What happens after a report or a match."),
    DemoTopic("investigations", "Investigations", "Teams that look behind a single report.", "enforcement"),
    DemoTopic("appeals", "Appeals", "A fair second look at a decision.", "enforcement"),
    DemoTopic(
        "law-enforcement",
        "Law enforcement",
        "Working with police and answering records requests.",
        "enforcement",
    ),
    DemoTopic("lantern", "Lantern", "Sharing signals of abuse across companies.", "enforcement"),
)
