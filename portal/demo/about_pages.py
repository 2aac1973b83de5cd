"""Public pages about the alliance and about joining it."""

from datetime import date

from portal.demo.blocks import callout, documents, figure, related, steps, table, text
from portal.demo.notices import SURVEY_CAVEAT, WHERE_TO_REPORT
from portal.demo.shapes import DemoCorrection, DemoPage

_EDITOR = "silas.quennell@alliance.example"
_MEMBERSHIP = "marta.ilves@alliance.example"
_METRICS = "dele.hargrove@alliance.example"

ABOUT_PAGES: tuple[DemoPage, ...] = (
    DemoPage(
        slug="how-we-work",
        title="How we work",
        summary="Groups, events, mentorships, and the rules that keep shared knowledge safe.",
        kind="page",
        section="about",
        topics=("starting-a-programme",),
        body=(
            text("""
Companies compete, and they hold data about people. Working together therefore needs clear rules. These
are ours.

## Where the work happens
- **Working groups** bring together people who face the same problem. A coordinator from the staff keeps
  the roster and the agenda.
- **Webinars and member boosts** pass on something learned. There were 23 of them in 2024.
- **Mentorships** pair a company that has a question with one that has been there. There were 24 in 2024.
- **New technology talks** show tools from members and from outside.
- **Initiate** is a yearly event at which engineers build and test tools together.

## Rules for what we share
"""),
            figure(
                "working-together",
                "Four overlapping circles in muted colours, which share a common centre.",
                "Companies of different kinds meet where their work overlaps.",
            ),
            table(
                "Levels of sensitivity",
                ("Level", "Who may read it", "What you may do with it"),
                (
                    ("Open", "Everyone", "Quote it and link to it"),
                    (
                        "Restricted",
                        "People at companies that the page is meant for",
                        "Use it inside your company",
                    ),
                    ("Confidential", "One working group", "Use it for your work; do not forward it"),
                ),
            ),
            text("""
## What we do not do
We do not hold abuse imagery, links to it, or facts about victims or suspects. We do not exchange lists of
users here; Lantern is the separate programme for signals, with its own checks. We do not recommend or
certify products. And we do not tell companies what to decide in a case.
"""),
            figure(
                "audience-rings",
                "Four rings, one inside the other, from a wide pale ring to a small dark centre.",
                "Most of our work is open. The inner rings hold detail that could be misused.",
            ),
            related("not-a-hotline", "measuring-progress"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 19),
        last_reviewed=date(2026, 7, 6),
        review_due=date(2027, 1, 4),
    ),
    DemoPage(
        slug="not-a-hotline",
        title="What this portal is not",
        summary="It is not a hotline, not a law firm and not a place for case details.",
        kind="page",
        section="about",
        topics=("reporting",),
        body=(
            text("""
People sometimes reach this portal when something terrible has just happened. We cannot help with a case.
Others can, and this page tells you who.

## It is not a hotline
Nobody here reads reports about a child. If a child is in danger now, call the police where you are. To
report sexual exploitation online, use the [CyberTipline](https://report.cybertip.org/) or the hotline of
your country.

## It is not a law firm
What you read here is general. Duties to report, to preserve and to delete differ from country to country.
A lawyer who knows your company must tell you what applies to you.

## It is not a place for material
Never upload or describe abuse imagery here, even to ask what to do with it. Do not send hashes, links,
user names, or facts about a victim or a suspect. Staff will delete them, and may have to report them.

## It is not a certificate
A company that reads or writes here is not thereby approved by anyone.
"""),
            WHERE_TO_REPORT,
            related("where-to-report", "who-hears-first"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 19),
        last_reviewed=date(2026, 10, 5),
        review_due=date(2027, 4, 5),
    ),
    DemoPage(
        slug="where-to-report",
        title="Where to report",
        summary="The right address for a child, a parent, a company and a member of the public.",
        kind="page",
        section="about",
        topics=("reporting", "reporting-to-ncmec", "reporting-outside-the-us"),
        body=(
            callout(
                "warning",
                "In danger now?",
                "Call the police where you are. Do not wait for an answer from a website.",
            ),
            table(
                "Who to tell",
                ("You are", "What happened", "Where to go"),
                (
                    ("Anyone", "A child is in immediate danger", "Your local police"),
                    (
                        "Anyone in the US",
                        "You saw sexual exploitation of a child online",
                        "CyberTipline web form",
                    ),
                    ("Anyone elsewhere", "The same", "The hotline or the police of your country"),
                    ("Under 18", "A sexual image of you is or may go online", "Take It Down"),
                    (
                        "A company in the US",
                        "You found suspected material on your service",
                        "CyberTipline, by web form or API",
                    ),
                    (
                        "A company elsewhere",
                        "The same",
                        "The authority that your law names; ask counsel first",
                    ),
                ),
            ),
            text("""
## Links
- [CyberTipline](https://report.cybertip.org/) of the National Center for Missing & Exploited Children
- [Take It Down](https://takeitdown.ncmec.org/), for people who were under 18 in the image. The image
  never leaves their device: only a hash of it is shared with the companies that take part.

## Do not
- Do not download, forward or screenshot what you saw.
- Do not confront the person who sent it.
- Do not try to find more. Tell someone whose job it is.

It is normal to be shaken. Speak with someone you trust, and take a break.
"""),
            related("not-a-hotline", "who-hears-first"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 19),
        last_reviewed=date(2026, 10, 5),
        review_due=date(2027, 1, 5),
    ),
    DemoPage(
        slug="measuring-progress",
        title="Measuring progress",
        summary="What members report about themselves each year, in one table, with its limits.",
        kind="report",
        section="about",
        topics=("measuring-progress", "transparency"),
        period=date(2024, 12, 1),
        body=(
            text("""
Each year the alliance asks its members what they do against online child sexual exploitation and abuse.
For 2024, 45 of 47 members answered; two had joined too late. The answers are added up. We do not publish
them company by company.
"""),
            SURVEY_CAVEAT,
            table(
                "Selected figures for 2024",
                ("Indicator", "Value", "Out of", "Unit"),
                (
                    ("Members at the end of the year", "47", "", "companies"),
                    ("Reached at least one milepost", "44", "45", "members"),
                    ("Mileposts reached", "122", "", "mileposts"),
                    ("Follow the Trust framework, fully or in part", "24", "45", "members"),
                    ("Send reports by form or API", "44", "45", "members"),
                    ("Send supplemental reports", "24", "45", "members"),
                    ("Use at least one tool for video hashing", "23", "45", "members"),
                    ("Have a wellness programme", "41", "45", "members"),
                    ("Take part in Lantern", "26", "", "companies"),
                    ("Working groups", "20", "", "groups"),
                    ("Resources written or updated", "25", "", "resources"),
                    ("Pathways users", "51", "", "people from 43 companies"),
                ),
            ),
            text("""
## Mileposts
A milepost is a step that a member chose to reach. There are seven kinds: reporting, transparency, tooling
and investigations, wellness, prevention, detection, and user reporting. They are voluntary. Later pages
of the alliance group them differently, so that their counts cannot be compared.

## What the figures do not show
They do not show how much abuse there is, or whether it grew. They do not show how well a tool works. A
company that looks harder finds more, and may then look worse. Read them as signs of practice, not of
safety.

Video hashing is the clearest example. In 2023, 21 members reported at least one tool, and in 2024 it was
23 of 45. The number of members also grew, so that the share says little about a trend.
"""),
            documents("year-in-figures-2024"),
            related("annual-report-2024", "lantern-transparency-report-2024"),
        ),
        owner_email=_METRICS,
        published=date(2026, 2, 2),
        last_reviewed=date(2026, 9, 1),
        review_due=date(2027, 3, 1),
        corrections=(
            DemoCorrection(
                date(2026, 3, 16),
                "The first version of the table gave no total for video hashing. It now says that 45 members answered.",
            ),
        ),
    ),
    DemoPage(
        slug="glossary",
        title="Words we use",
        summary="Short explanations of terms and abbreviations.",
        kind="page",
        section="about",
        topics=("starting-a-programme",),
        body=(
            text("This field has many abbreviations. We write terms in full the first time, and collect them here."),
            table(
                "Terms",
                ("Term", "Meaning"),
                (
                    (
                        "CSAM",
                        (
                            "Child sexual abuse material. We do not use the word pornography for it: a child"
                            " cannot consent."
                        ),
                    ),
                    ("CSEA, OCSEA", "Child sexual exploitation and abuse; with O, online"),
                    ("CyberTip", "A report to the CyberTipline of NCMEC"),
                    ("NCMEC", "National Center for Missing & Exploited Children, in the United States"),
                    (
                        "Hashing",
                        (
                            "Computing a short fingerprint of a file, so that known files can be found"
                            " without looking at them"
                        ),
                    ),
                    (
                        "Perceptual hash",
                        "A fingerprint that stays close when a picture is resized or compressed",
                    ),
                    ("HMA", "Hasher-Matcher-Actioner, an open-source service for hashing and matching"),
                    ("Classifier", "A model that gives a score; it estimates and does not know"),
                    (
                        "Sextortion",
                        ("Sexual extortion: a threat to share intimate images unless the person pays or sends more"),
                    ),
                    ("Grooming", "Building trust with a child in order to abuse it; also online enticement"),
                    ("DSA", "Digital Services Act of the European Union"),
                    ("Safety by Design", "Thinking of harm before a feature ships"),
                    (
                        "Age assurance",
                        "Any method to learn how old a user is: declared, estimated or verified",
                    ),
                    ("LE", "Law enforcement; police and prosecutors"),
                ),
            ),
            related(
                "where-to-report",
            ),
        ),
        owner_email="oona.varga@alliance.example",
        published=date(2026, 1, 26),
        last_reviewed=date(2026, 6, 8),
        review_due=date(2026, 12, 7),
    ),
    DemoPage(
        slug="accessibility",
        title="Accessibility of this portal",
        summary="What we have done so that everyone can use the portal, and how to tell us where it fails.",
        kind="page",
        section="about",
        body=(
            text("""
We want every colleague to be able to use this portal: with a keyboard, with a screen reader, enlarged, or
on a small screen.

## What we aim for
- Every page works without a mouse and without scripts.
- Pictures have a description, or none where they only decorate.
- Text can be enlarged to four times its size without loss.
- We write short sentences and explain abbreviations.
- Documents have real headings, a title and a language.

## Where it may fail
Older PDF files that members upload may lack structure. Where we can, the same text is on a page.

## Tell us
If something does not work for you, write to help@alliance.example. Say which page it was and what you
tried. We answer within five working days.
"""),
        ),
        owner_email="oona.varga@alliance.example",
        published=date(2026, 2, 9),
        last_reviewed=date(2026, 8, 10),
        review_due=date(2027, 2, 8),
    ),
)

MEMBERSHIP_PAGES: tuple[DemoPage, ...] = (
    DemoPage(
        slug="membership-tiers",
        title="Membership tiers",
        summary="The four tiers, in order, and how a company's tier is confirmed.",
        kind="page",
        section="membership",
        body=(
            text("""
The alliance has four tiers. In order they are Foundational, Cornerstone, Bridge and Associate. A company
proposes a tier when it applies, and staff confirm it.

All tiers can read the library and ask to join a working group. What a tier opens is a setting of this
portal, which staff can change and which is recorded when they do.

## Examples, all fictional
"""),
            table(
                "Demonstration members by tier",
                ("Tier", "Companies"),
                (
                    ("Foundational", "Larkspan, Quillmere Cloud"),
                    ("Cornerstone", "Nonagon Play, Velloquy, Findlewick"),
                    ("Bridge", "Murmurine, Pebblecast"),
                    ("Associate", "Tidewell Pay, Hearthlark Dating"),
                ),
            ),
            text("Fees are not published here. Ask membership@alliance.example."),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 19),
        last_reviewed=date(2026, 5, 11),
        review_due=date(2026, 11, 9),
    ),
    DemoPage(
        slug="how-to-join",
        title="How to join",
        summary="What to prepare before you apply, and what happens afterwards.",
        kind="guidance",
        section="membership",
        topics=("starting-a-programme",),
        body=(
            text("""
You do not need a large team to join. You need published rules, a working way to receive reports, and
someone who owns the subject. Check these first: they are what staff look at.
"""),
            steps(
                "Before you apply",
                (
                    (
                        "Publish your ban",
                        (
                            "Your public rules forbid sexual exploitation and abuse of children, in words a"
                            " user understands."
                        ),
                    ),
                    (
                        "Take reports",
                        ("People can report abuse without hunting for the form, and someone reads every report."),
                    ),
                    (
                        "Act on them",
                        "You can remove content, close accounts and tell the authority that your law names.",
                    ),
                    ("Name an owner", "One person answers for child safety, and one can stand in."),
                    (
                        "Agree at the top",
                        (
                            "An executive supports the commitments on transparency, human rights and the"
                            " rights of the child."
                        ),
                    ),
                ),
            ),
            text("""
## What happens next
Staff read your application and may ask questions. They check it against the criteria and confirm a tier.
Your company names a representative, who invites colleagues and manages their seats. A new member usually
joins one group in its first month.

If you are not ready yet, Pathways can help you to get there.
"""),
            text("""
## How long it takes
Most companies need between two weeks and three months to prepare, and a few weeks for the application
itself. Rules that exist only in a draft are the most common reason for a delay. The second is that nobody
has been named who can speak for the company on this subject.

## What does not count
You do not need a certain number of staff, a tool of your own or a transparency report on the day you
join. You do need to be honest about what is missing. Members help each other with the rest.
"""),
            related("membership-tiers", "elevate", "are-we-ready-to-apply"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 19),
        last_reviewed=date(2026, 7, 20),
        review_due=date(2027, 1, 18),
    ),
    DemoPage(
        slug="elevate",
        title="Elevate: from Pathways to membership",
        summary="A programme in development for Pathways companies that want to join.",
        kind="page",
        section="membership",
        topics=("starting-a-programme",),
        body=(
            text("""
Elevate is being developed. It will help companies in Pathways to prepare for membership. This page says
what is planned, so that you can plan too.

## Who it is for
Companies that have used Pathways, run a service with users, and want to meet the criteria for membership
within a year or so.

## What is planned
- A first talk with staff about where you stand.
- A written plan with a handful of steps, taken from the membership criteria.
- A contact at a member company for practical questions.
- A final check by staff, after which you may apply.

Elevate is not a shortcut. A company that finishes it applies like any other.
"""),
            callout(
                "tip",
                "Start now",
                "You do not have to wait. The learning path on starting a programme covers most of what staff"
                " will ask about.",
            ),
            related("how-to-join", "pathways", "path-starting-a-programme"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 3, 2),
        last_reviewed=date(2026, 9, 14),
        review_due=date(2026, 12, 14),
    ),
)
