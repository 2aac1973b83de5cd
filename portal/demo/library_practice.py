"""Members' resources on transparency, age assurance and hash lists."""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, figure, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, DEMONSTRATION_SUMMARY, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_POLICY = "petra.nwosu-hale@alliance.example"
_METRICS = "dele.hargrove@alliance.example"

RESOURCES_ON_PRACTICE: tuple[DemoPage, ...] = (
    DemoPage(
        slug="transparency-reporting-template",
        title="Transparency Reporting Template",
        summary="A skeleton for a public report, with hints for each part.",
        kind="template",
        section="resources",
        topics=("transparency", "measuring-progress"),
        sensitivity="restricted",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
The hardest part of a first transparency report is the empty page. This skeleton gives you headings and a
hint for each. Delete what does not fit. A report of four honest pages is better than one of forty that
nobody checks.
"""),
            table(
                "Skeleton",
                ("Part", "What to write", "Length"),
                (
                    ("Opening", "Who you are, which products and which months this covers", "Half a page"),
                    ("Rules", "What is forbidden, with a link to the rules themselves", "Half a page"),
                    (
                        "Detection",
                        (
                            "Which kinds of method you use: user reports, hashing and matching, classifiers."
                            " No thresholds, no vendor settings"
                        ),
                        "One page",
                    ),
                    ("Review", "Who decides, how they are trained and supported", "Half a page"),
                    ("Figures", "Few, stable measures, with definitions beside them", "One page"),
                    ("Appeals", "How a user objects, and how often a decision changed", "Half a page"),
                    ("Limits", "What is not counted, and what changed since last time", "Half a page"),
                    ("Next", "What you mean to improve", "A paragraph"),
                ),
            ),
            steps(
                "From data to publication",
                (
                    ("Freeze the data", "Take figures on one day and keep the query with them."),
                    ("Let a second person count", "Someone who did not write the query repeats it."),
                    ("Read it as a critic", "Which sentence could be read as a promise or an excuse?"),
                    (
                        "Read it as an adversary",
                        "Which sentence helps someone to avoid detection? Take it out.",
                    ),
                    (
                        "Publish, and keep the old ones",
                        "Readers compare years. Broken links look like hiding.",
                    ),
                ),
            ),
            callout(
                "info",
                "Small numbers",
                "A count below ten can point to a person. Give a range, or combine it with another figure,"
                " and say that you did.",
            ),
            documents("transparency-report-skeleton"),
            related("trust-framework", "dsa-transparency-guide", "first-transparency-report"),
        ),
        owner_email=_METRICS,
        published=date(2026, 5, 11),
        last_reviewed=date(2026, 5, 11),
        review_due=date(2026, 11, 9),
    ),
    DemoPage(
        slug="transparency-guide",
        title="Transparency Guide",
        summary="A starter of 2021 on why and how to publish. The reporting template has replaced it.",
        kind="guidance",
        section="resources",
        topics=("transparency",),
        sensitivity="restricted",
        superseded_by="transparency-reporting-template",
        body=(
            callout(
                "warning",
                "There is something newer",
                "This starter dates from 2021. It stays here because some members refer to it. For a new"
                " report, use the Transparency Reporting Template.",
            ),
            DEMONSTRATION_SUMMARY,
            text("""
## Why publish at all
People who use your service, and those who care for children, want to know what you do. Regulators ask.
Colleagues inside the company take a subject more seriously once its figures are public. And companies
learn from one another: a report is often the first thing that a new member of a team reads.

## Before you begin
Find out who already counts what. Support, safety, legal and engineering often hold a part each, with
their own definitions. Bring them to one table for an hour and write the definitions down.

## Typical measures in 2021
- Accounts closed for breaking the rules on child sexual exploitation and abuse.
- Reports sent to authorities.
- Requests for records by police.
- Which source found the content first: users, hashing, or other tools.

## What we would say differently today
Since 2021 the Trust framework and the Digital Services Act have changed what readers expect. Context
matters more than the size of a figure. Detail on methods needs more care than the starter took.
"""),
            text("""
## If you still use it
Nothing in the starter is wrong, and a report that was built on it need not be rewritten. When you next
publish, take the skeleton of the newer template and carry over the definitions that you have used so far.
"""),
            related("transparency-reporting-template", "trust-framework"),
        ),
        owner_email=_METRICS,
        published=date(2026, 1, 26),
        last_reviewed=date(2026, 1, 26),
        review_due=date(2026, 7, 27),
    ),
    DemoPage(
        slug="age-assurance-options",
        title="Age Assurance Options Compared",
        summary=("Declaring, estimating and verifying age: what each method asks of people and where it fails."),
        kind="guidance",
        section="resources",
        topics=("age-assurance", "safer-design", "regulation"),
        sensitivity="restricted",
        body=(
            text("""
A service that knows roughly how old someone is can choose safer defaults. But every way of finding out
costs something: privacy, money, access for people without papers, or a false sense of safety. This
explainer compares the methods, so that product, legal and safety can speak about the same thing.

It does not recommend a method. What fits depends on the risk of a feature and on the law where it is
offered.
"""),
            table(
                "Methods and their trade-offs",
                ("Method", "What it asks", "Strength", "Weakness"),
                (
                    ("Declared age", "A date, typed in", "Little data, no barrier", "Easily untrue"),
                    (
                        "Inferred from use",
                        "Signals you already have",
                        "No extra step",
                        "Errors, and hard to explain",
                    ),
                    (
                        "Estimated from a face",
                        "A short look into a camera",
                        "Fast, needs no papers",
                        "Less certain near the line; uneven across groups",
                    ),
                    (
                        "Confirmed by an adult",
                        "A parent or guardian",
                        "Brings the family in",
                        "Not every child has one who can",
                    ),
                    (
                        "Verified by document",
                        "An identity document",
                        "Strong",
                        "Excludes people; data to protect",
                    ),
                    (
                        "Third-party token",
                        "A proof from elsewhere",
                        "Data stays away from you",
                        "Trust in the provider",
                    ),
                ),
            ),
            steps(
                "Choose for one feature",
                (
                    ("Name the risk", "What could happen to a child here, and how badly?"),
                    ("Try design first", "Would a safer default for everyone make the check unnecessary?"),
                    ("Pick the lightest method that fits", "And write down why a lighter one does not."),
                    (
                        "Offer a second way",
                        "People fail checks for many reasons. There must be another door.",
                    ),
                    (
                        "Plan the appeal",
                        "Someone who is wrongly taken for a child, or for an adult, needs a person to ask.",
                    ),
                    ("Delete early", "Keep the result, not the evidence."),
                ),
            ),
            accordion(
                (
                    (
                        "Is one check at sign-up enough?",
                        (
                            "Often not. Accounts are shared and sold. A second look at a risky feature can be"
                            " lighter and more useful."
                        ),
                    ),
                    (
                        "Should we buy or build?",
                        (
                            "In the 2024 survey, several members used vendors. Ask a vendor about errors by age"
                            " and group, storage, and what happens if the service is down."
                        ),
                    ),
                    (
                        "What do young people think?",
                        (
                            "Many accept a check that explains itself and resent one that does not. Ask them,"
                            " with consent and care."
                        ),
                    ),
                )
            ),
            ASK_COUNSEL,
            documents("age-assurance-comparison"),
            related("must-everyone-show-id", "emea-briefing-june-2026"),
        ),
        owner_email=_POLICY,
        published=date(2026, 5, 25),
        last_reviewed=date(2026, 5, 25),
        review_due=date(2027, 5, 24),
    ),
    DemoPage(
        slug="hash-sharing-practice",
        title="Hash Lists in Practice",
        summary="How members look after the hash lists that they match against, from first sync to removal.",
        kind="guidance",
        section="resources",
        topics=("hashing-and-matching", "detection", "appeals"),
        sensitivity="restricted",
        body=(
            text("""
Hashing finds known material only if the list behind it is right. Most teams spend months on the matcher
and an afternoon on the list. Members who have run matching for years say that it should be the other way
round.

A list has a source, a meaning, an age and an owner. If you cannot name all four, you do not know what a
match means.
"""),
            table(
                "Questions to ask of a list",
                ("Question", "Why it matters", "Who decides"),
                (
                    (
                        "Who put the hashes there?",
                        "Confirmed by trained people, or reported by users?",
                        "Safety",
                    ),
                    (
                        "What do they stand for?",
                        "Some lists hold abuse material, others exploitative content; the response differs",
                        "Policy",
                    ),
                    (
                        "How is a wrong entry removed?",
                        "You must be able to follow a removal within a day",
                        "Engineering",
                    ),
                    (
                        "Which hash type is it?",
                        "Exact and perceptual hashes need different review",
                        "Engineering",
                    ),
                    ("What does the agreement allow?", "Some lists may only be used for detection", "Legal"),
                ),
            ),
            figure(
                "hash-matching",
                "A diagram: a grid of squares, an arrow to a short bar of stripes, an arrow to a list with"
                " one row marked.",
                "A match is the beginning of a decision, not its end.",
            ),
            steps(
                "A calm routine",
                (
                    ("Sync on a schedule", "And raise an alarm when a sync is late or a list shrinks."),
                    ("Start in watch mode", "Count matches for two weeks before anything is removed."),
                    (
                        "Review by source",
                        "Look at a sample of matches from each list; errors cluster by source.",
                    ),
                    ("Report errors back", "A wrong entry hurts users of every company that uses the list."),
                    ("Record the list in the case", "So that an appeal can be answered a year later."),
                ),
            ),
            text("""
## Exact and perceptual
An exact hash such as MD5 changes with the smallest edit. It says: this very file. A perceptual hash such
as PhotoDNA or PDQ stays close when a picture is resized. It says: this picture, most likely. Treat the
two differently in review, and tell reviewers which one they see.

## What to keep out of tickets
Hashes, scores and thresholds do not belong in tickets, chat or e-mail. Refer to the case number.
"""),
            LOOK_AFTER_YOURSELF,
            documents("hash-list-care-sheet"),
            related("video-hash-benchmark", "guide-hashing-and-matching", "hash-interoperability-boost"),
        ),
        owner_email="noor.castellane@quillmere.example",
        published=date(2026, 6, 8),
        last_reviewed=date(2026, 10, 26),
        review_due=date(2027, 6, 7),
    ),
)
