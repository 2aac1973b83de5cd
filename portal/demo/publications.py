"""Public publications. Titles are those of real ones; the text is a summary in the portal's own words."""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, figure, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, DEMONSTRATION_SUMMARY, SURVEY_CAVEAT
from portal.demo.shapes import DemoCorrection, DemoPage

_METRICS = "dele.hargrove@alliance.example"

PUBLICATIONS: tuple[DemoPage, ...] = (
    DemoPage(
        slug="trust-framework",
        title="Trust: Voluntary Framework for Industry Transparency",
        summary="What a company can disclose about its work to protect children, and how to explain it.",
        kind="guidance",
        section="publications",
        topics=("transparency",),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Trust is a voluntary framework for transparency reports about online child sexual exploitation and abuse.
It dates from 2022. A supplement of 2024 sets it beside the EU Digital Services Act.

Companies differ too much for one form. A messaging service, a game and a cloud host see different harms
and hold different data. Trust therefore does not give a table to fill in. It asks a company to explain
what it does, to choose measures that fit, and to be open about their limits.

## Three parts of a good report
1. **Policies and practices.** What is forbidden, how it is found, who decides, and how a user can object.
2. **Processes and systems.** How reports arrive, how they are ordered, what is automated and what a
   person reviews.
3. **Outcomes.** Figures over a stated period, with a note on what changed since the last one.
"""),
            table(
                "Measures that companies often choose",
                ("Measure", "What it tells", "What to say beside it"),
                (
                    (
                        "Accounts closed",
                        "How often rules were enforced",
                        "Whether appeals are already taken out",
                    ),
                    (
                        "Reports to an authority",
                        "How often the law's threshold was met",
                        "Which authority, and whether one report can hold several files",
                    ),
                    (
                        "First source of detection",
                        "Whether hashing, a classifier or a user found it",
                        "What happens when several did",
                    ),
                    ("Requests by police", "How often records were asked for", "Which kinds are counted"),
                ),
            ),
            text("""
## Say what you leave out
Readers trust a report that names its gaps. Say which products are not covered, which months are
estimated, and where a definition changed. But leave out detail that would help someone to avoid
detection: thresholds, keyword lists, exact routes.

Following Trust in part is a fair start. In the 2024 survey, 24 of 45 members said that they follow it
fully or in part.
"""),
            documents("trust-reader-sheet"),
            related("dsa-transparency-guide", "first-transparency-report", "measuring-progress"),
        ),
        owner_email=_METRICS,
        published=date(2026, 2, 16),
        last_reviewed=date(2026, 8, 17),
        review_due=date(2027, 2, 15),
    ),
    DemoPage(
        slug="dsa-transparency-guide",
        title="A Guide to Transparency under the EU Digital Services Act",
        summary="How the transparency duties of the Digital Services Act stand beside the Trust framework.",
        kind="guidance",
        section="publications",
        topics=("transparency", "eu-dsa", "regulation"),
        region="emea",
        jurisdiction="European Union",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Many companies that write a voluntary transparency report must also publish one under the Digital Services
Act (DSA). The guide was made with the consultancy Tremau, and sets the two side by side. The aim is to
collect data once and use it twice.

## How the two differ
"""),
            table(
                "Trust and the Digital Services Act",
                ("Question", "Trust", "Digital Services Act"),
                (
                    ("Is it a duty?", "No, voluntary", "Yes, for services that fall under it"),
                    (
                        "What is it about?",
                        "Child sexual exploitation and abuse",
                        "Moderation of illegal content and of breaches of terms",
                    ),
                    ("Who decides on measures?", "The company", "The law and its templates, in large part"),
                    ("Who is the reader?", "The public", "The public and regulators"),
                ),
            ),
            steps(
                "Use one set of data for both",
                (
                    (
                        "List what you must publish",
                        "Ask counsel which duties apply to your kind and size of service.",
                    ),
                    (
                        "Mark what you already count",
                        "Most teams count more than they think, but in several places.",
                    ),
                    (
                        "Align the definitions",
                        "One word, one meaning: an item, a report and a decision are different things.",
                    ),
                    (
                        "Plan the calendar",
                        (
                            "Reports under the Act had a first common deadline in April 2025. Work back from"
                            " the next one."
                        ),
                    ),
                    ("Explain the difference", "If two figures differ, say why in one sentence beside them."),
                ),
            ),
            text("""
## Common mistakes
- Adding up figures from products with different rules.
- Counting a batch as one decision in one report and as many in the other.
- Forgetting appeals that were decided after the period ended.
- Publishing so much detail that it helps people to avoid detection.
"""),
            ASK_COUNSEL,
            related("trust-framework", "first-transparency-report"),
        ),
        owner_email="petra.nwosu-hale@alliance.example",
        published=date(2026, 2, 16),
        last_reviewed=date(2026, 2, 16),
        review_due=date(2026, 8, 17),
    ),
    DemoPage(
        slug="lantern-transparency-report-2024",
        title="2024 Lantern Transparency Report",
        summary="Results of a year of sharing signals across companies, and how far they can be read.",
        kind="report",
        section="publications",
        topics=("lantern", "transparency"),
        period=date(2024, 12, 1),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Lantern lets companies share signals about accounts and conduct that broke their rules on child sexual
exploitation and abuse. A company that receives a signal checks its own service, and decides for itself. A
signal is a reason to look. It is never proof.
"""),
            figure(
                "signal-constellation",
                "Dots of different size on a dark blue ground, some of them joined by thin lines.",
                "Each company sees a few points. Signals show some of the lines between them.",
            ),
            text("""
Abuse often crosses services. Someone may meet a child in one place, move the talk to a second and ask for
payment in a third. Each company sees a piece. Signals help to see the rest.

## Figures for 2024
"""),
            table(
                "Lantern in 2024",
                ("Indicator", "2023", "2024"),
                (
                    ("Companies that take part", "12", "26"),
                    ("Companies that reported outcomes", "3", "10"),
                    ("New signals", "not comparable", "296,336"),
                    ("Signals in total, end of year", "768,044 (derived)", "1,064,380"),
                    ("Accounts actioned", "not comparable", "102,082"),
                    ("Pieces of abuse material removed", "not comparable", "7,048"),
                    ("URLs blocked or removed", "not comparable", "135,077"),
                ),
            ),
            callout(
                "warning",
                "How to read these figures",
                "Outcomes come from ten companies only. They leave out what the company that shared a signal"
                " did itself. The figures of 2023 were counted in another way and must not be compared.",
            ),
            text("""
## Safeguards
A company enrols, accepts the programme's expectations and is checked each year. People review before
action is taken, and users can appeal. Requests by governments to put signals in are refused. This portal
holds no signals.

## Finance pilot
Since August 2024, three financial institutions in the United States have tested how signals help against
sextortion for money.
"""),
            documents("lantern-explained"),
            related("lantern-transparency-report-2023", "measuring-progress"),
        ),
        owner_email=_METRICS,
        published=date(2026, 2, 23),
        last_reviewed=date(2026, 8, 24),
        review_due=date(2027, 2, 22),
    ),
    DemoPage(
        slug="lantern-transparency-report-2023",
        title="2023 Lantern Transparency Report",
        summary="The first report: how the programme was set up and what it counted at the start.",
        kind="report",
        section="publications",
        topics=("lantern", "transparency"),
        period=date(2023, 12, 1),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Lantern was launched in 2023 after a pilot of two years. The first report describes how it works more than
what it achieved, because few months had passed.

## What was set up
- A legal agreement that every company signs before it sees a signal.
- Expectations of the programme, on review by people, on appeals and on data that may not be shared.
- A technical platform, so that signals reach the companies that can use them and no others.
- A yearly check that a company does what it agreed.

## First outcomes
At the end of 2023, 12 companies took part and three reported outcomes. They named 30,989 accounts, 1,293
uploads, and 389 URLs and bulk items. These counts follow other definitions than those of 2024. Please do
not put the two years into one chart.

## What was learned
Companies needed time to fit signals into their own review. Small teams asked for fewer and better
signals. Both shaped the second year.
"""),
            related("lantern-transparency-report-2024"),
        ),
        owner_email=_METRICS,
        published=date(2026, 2, 23),
        last_reviewed=date(2026, 2, 23),
    ),
    DemoPage(
        slug="annual-report-2024",
        title="Annual Report 2024",
        summary="The year in figures: members, groups, resources, events and research.",
        kind="report",
        section="publications",
        topics=("measuring-progress", "transparency"),
        period=date(2024, 12, 1),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
2024 was a year of growth. Ten companies joined, the largest rise in a year so far, and 47 were members at
its end. Their services reach more than a billion children.

## Working together
Members met in 20 groups. They made or refreshed 25 resources, among them a toolkit against financial
sextortion, a roadmap for the gaming sector and a template for reports about AI content. There were 23
webinars and member boosts, eight talks on new technology and 24 mentorships.

## Generative AI
A second and a third briefing, in London in May and in Brussels in November, followed the first of
December 2023. They led to the reporting template, to work on lawful risk testing and to new research
grants.

## Technology
Engineers met in London for the third Initiate. They added PhotoDNA to the open-source
Hasher-Matcher-Actioner, worked on the platform that Lantern uses, and built a prototype that translates
old hashes into new ones. Young people advised on what real-time detection should respect.

## Research
Thirteen projects have been funded in two rounds. Researchers and more than twelve companies met in London
to discuss results. Three new grants concern generative AI.

## Pathways
Pathways opened in 2024. It is free for start-ups and small companies, and 51 people from 43 companies
used it.
"""),
            table(
                "2024 in short",
                ("Indicator", "Count"),
                (
                    ("Members", "47"),
                    ("Working groups", "20"),
                    ("Resources", "25"),
                    ("Webinars and member boosts", "23"),
                    ("Mentorships", "24"),
                    ("Companies in Lantern", "26"),
                    ("Hearing summaries", "4"),
                    ("Legislative summaries", "2"),
                ),
            ),
            SURVEY_CAVEAT,
            documents("year-in-figures-2024"),
            related("measuring-progress", "lantern-transparency-report-2024"),
        ),
        owner_email=_METRICS,
        published=date(2026, 2, 2),
        last_reviewed=date(2026, 8, 24),
        review_due=date(2027, 2, 1),
        corrections=(
            DemoCorrection(
                date(2026, 2, 9),
                "An earlier version rounded the number of accounts that companies in Lantern acted on. It was"
                " taken out; the Lantern report has the exact figure.",
            ),
        ),
    ),
    DemoPage(
        slug="video-hash-benchmark",
        title="Perceptual Hash Systems for Videos: a benchmark",
        summary="Why comparing video hashes is hard, and what to look for in a published comparison.",
        kind="report",
        section="publications",
        topics=("hashing-and-matching", "video"),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Hashing turns a file into a short fingerprint. If two fingerprints match, the files are the same, or
nearly. For images this has worked for years. Video is harder: clips are cut, joined, mirrored, framed and
compressed, and each of these changes the fingerprint.

Several systems for hashing video exist. A benchmark shows how they behave on the same harmless clips
after the same changes. That helps a company to choose, and it helps those who write such systems to
improve them.

## What a comparison should tell you
- **Which changes were tested**: length, crop, speed, colour, overlay, compression.
- **How often a changed copy is still found**, and how often something else is taken for it. Both matter;
  a figure for one alone says little.
- **What it costs**: time to compute, size of the hash, time to search a long list.
- **What it can say**: whether it finds a whole video only, or also a short scene inside a longer one.
"""),
            figure(
                "hash-matching",
                "A diagram: a grid of squares, an arrow to a short bar of stripes, an arrow to a list with"
                " one row marked.",
                "From a file to a fingerprint, and from there to a list of known fingerprints.",
            ),
            accordion(
                (
                    (
                        "Does a benchmark tell us which system to use?",
                        (
                            "Not alone. Licence, hosting, the lists that you can match against and the staff who"
                            " review results matter as much."
                        ),
                    ),
                    (
                        "Can we run it on our own data?",
                        (
                            "Use harmless clips only. Never build a test set from abuse material, not even from"
                            " what you have removed."
                        ),
                    ),
                    (
                        "Why do companies use several systems?",
                        (
                            "Lists are kept in different formats. Work on interoperability lets users of one"
                            " format reach lists in another."
                        ),
                    ),
                )
            ),
            documents("video-hashing-primer"),
            related("is-video-hashing-worth-it", "measuring-progress"),
        ),
        owner_email="noor.castellane@quillmere.example",
        published=date(2026, 3, 9),
        last_reviewed=date(2026, 9, 7),
        review_due=date(2027, 3, 8),
    ),
    DemoPage(
        slug="industry-classification-system",
        title="Industry Classification System",
        summary=("A common way to say how severe material is, so that companies and authorities mean the same."),
        kind="guidance",
        section="publications",
        topics=("reporting", "detection"),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
When two companies describe material in different words, a report takes longer to read and a shared hash
is harder to trust. The Industry Classification System is an open scheme of categories that companies can
agree on. It has been public since July 2022.

It sorts material by two questions that trained reviewers can answer in the same way: how old the child
appears, and how severe the conduct is. This page does not list the categories. Reviewers learn them in
training, not from a web page.

## Why it helps
- **Reports**: an authority can order its work by severity.
- **Shared lists**: a company knows what it acts on when a hash matches.
- **Quality**: two reviewers who disagree can find out why.
- **Wellness**: teams can decide who sees what, and how long.
"""),
            steps(
                "Adopt a scheme in a small team",
                (
                    ("Decide who classifies", "Few people, trained and supported, with a deputy."),
                    (
                        "Write your mapping",
                        "Show how your internal labels translate, one to one where you can.",
                    ),
                    (
                        "Check agreement",
                        (
                            "Let two people label the same small sample each quarter, and discuss differences"
                            " without blame."
                        ),
                    ),
                    (
                        "Record changes",
                        "If a category changes, note the date, so that old labels can still be read.",
                    ),
                ),
            ),
            callout(
                "info",
                "Synthetic material",
                "The scheme was written before generative AI was widespread. A working group looks at whether"
                " its categories need to change. The use of the scheme does not depend on how material was"
                " made.",
            ),
            related("glossary"),
        ),
        owner_email="callum.drey@alliance.example",
        published=date(2026, 3, 23),
        last_reviewed=date(2026, 3, 23),
        review_due=date(2026, 9, 21),
    ),
)
