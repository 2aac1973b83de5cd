"""Home and the sections that hold the other pages.

A section's slug is the section name that its children use; parents stand before children.
"""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, related, text
from portal.demo.notices import WHERE_TO_REPORT
from portal.demo.shapes import DemoPage

_EDITOR = "silas.quennell@alliance.example"
_MEMBERSHIP = "marta.ilves@alliance.example"

HOME = DemoPage(
    slug="home",
    title="Working together to keep children safe online",
    summary=(
        "Technology companies share guidance, tools and lessons here, so that each of them can protect children better."
    ),
    kind="page",
    section="",
    body=(
        text("""
No company can end the sexual exploitation of children online alone. The people who cause harm move
between services, and so must the knowledge of how to stop them. The alliance brings companies together to
share what works.

## What you can do here
- Read our public reports, frameworks and figures.
- Join Pathways, which is free, if you work at a start-up or a small company that is not a member.
- Sign in as a member to use the library, the policy briefings and the working groups.
"""),
        WHERE_TO_REPORT,
    ),
    owner_email=_EDITOR,
    published=date(2026, 1, 12),
    last_reviewed=date(2026, 9, 7),
    review_due=date(2027, 3, 8),
)

SECTION_PAGES: tuple[DemoPage, ...] = (
    HOME,
    DemoPage(
        slug="about",
        title="About the alliance",
        summary="Who we are, what we do and how we are paid for.",
        kind="page",
        section="home",
        body=(
            text("""
We are an alliance of technology companies. Our members run social networks, games, search, cloud
services, payment services, music streaming and AI models. Children use many of these services, or are
affected by what happens on them. We exist so that companies can fight online child sexual exploitation
and abuse together.

## Five themes
Our plan of action, Project Protect, began in 2020. Its five themes still order our work:

- **Research**: learn how harm happens and what prevents it.
- **Tech innovation**: choose, test and improve the tools that companies use.
- **Information and knowledge sharing**: pass on what one company has learned.
- **Collective action**: do together what no company can do alone.
- **Transparency and accountability**: say in public what was done and how well it worked.

## In 2024
The alliance had 47 members; ten of them joined that year. Members worked in 20 groups, and 25 resources
were written or brought up to date.

## How we are paid for
Members fund the alliance. We take no money from governments or from the National Center for Missing &
Exploited Children (NCMEC). A board of nine senior executives from member companies sets the strategy, and
the staff carry it out.
"""),
            callout(
                "info",
                "Demonstration portal",
                "The companies and people named in this portal are fictional. Figures about the alliance come"
                " from its published reports, and each one says so.",
            ),
            related("how-we-work", "not-a-hotline", "where-to-report", "measuring-progress"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
        review_due=date(2027, 2, 1),
    ),
    DemoPage(
        slug="membership",
        title="Membership",
        summary="Who can join, what members commit to and what they get.",
        kind="page",
        section="home",
        body=(
            text("""
Members share their experience, and use that of the others. They meet in working groups, write resources
together, try new technology and speak with researchers, police, regulators and civil society.

## Who can join
A company can ask to join if it:

- runs a product or service that could be used to harm children;
- does more than sell safety tools to others;
- has published rules that ban child sexual exploitation and abuse;
- can receive reports about it, and acts on them;
- supports transparency, human rights and the rights of the child, and works with civil society;
- takes part in the work of the groups.

## Tiers
There are four tiers: Foundational, Cornerstone, Bridge and Associate. Staff confirm the tier when a
company joins.
"""),
            accordion(
                (
                    (
                        "We are too small to join. What is there for us?",
                        (
                            "Pathways is free and open to start-ups and small companies that are not members. It"
                            " has learning paths, fireside chats and a way to ask an expert."
                        ),
                    ),
                    (
                        "What do members have to publish?",
                        (
                            "Members are asked to work toward regular transparency reports. The Trust framework"
                            " helps them to choose what to say. It is voluntary."
                        ),
                    ),
                    (
                        "Does membership mean that the alliance approves of a company?",
                        (
                            "No. Membership shows a commitment to take part. It is not a certificate, and the"
                            " alliance does not grade its members."
                        ),
                    ),
                )
            ),
            related("membership-tiers", "how-to-join", "elevate"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 7, 20),
        review_due=date(2027, 1, 18),
    ),
    DemoPage(
        slug="publications",
        title="Publications",
        summary="Frameworks, research and reports that anyone may read.",
        kind="page",
        section="home",
        body=(
            text("""
These publications are open to everyone: people who make policy, researchers, journalists, police, parents
and other companies. Some explain how the industry describes its work. Others show results, with their
limits.

Members have more guidance in the library. Companies that are not members find help in Pathways.
"""),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
    ),
    DemoPage(
        slug="pathways",
        title="Pathways",
        summary=("Free help for start-ups and small companies that want to protect children on their services."),
        kind="page",
        section="home",
        body=(
            text("""
Pathways is for companies that are not members of the alliance. It is free. It began in 2024, and in that
year 51 people from 43 companies used it.

## What you get
- **Topics**: learning paths that take you from a first question to a working practice.
- **Answers**: what others have asked, answered by experts from member companies.
- **Ask an expert**: a private question to someone who has done it before.
- **Fireside chats**: short online talks, with notes to read afterwards.

Any employee of a technology company may join. You see the title and the summary of each topic before you
do. To read all of it, ask for an account with your work e-mail address.
"""),
            callout(
                "warning",
                "Do not send us case details",
                "Pathways helps with methods, not with cases. Never send images, links, hashes, or facts"
                " about a victim or a suspect. To report a case, use the"
                " [CyberTipline](https://report.cybertip.org/) or the authority of your country.",
            ),
            documents("pathways-welcome-guide"),
            related("answers", "topics", "fireside-chats", "elevate"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 9, 14),
        review_due=date(2027, 3, 15),
    ),
    DemoPage(
        slug="topics",
        title="Topics",
        summary="Six learning paths, each a handful of short steps.",
        kind="page",
        section="pathways",
        body=(
            text("""
Each topic is a learning path. Its steps are in an order that has worked for small teams, but you can
start anywhere. A step takes between ten and thirty minutes to read. Most of the work comes after reading.

If your service has just received its first report of abuse, begin with reporting. If nothing has happened
yet, begin with starting a programme.
"""),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 6, 15),
    ),
    DemoPage(
        slug="answers",
        title="Answers",
        summary="Questions that companies have asked, and what experts replied.",
        kind="page",
        section="pathways",
        body=(
            text("""
Questions to an expert are private. With the agreement of the company that asked, staff may publish a
question and its answer. They remove everything that could point to a company, a person or a case.

Some answers are open to everyone. The others are for companies in Pathways and for members.
"""),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 6, 15),
    ),
    DemoPage(
        slug="fireside-chats",
        title="Fireside chats",
        summary="Short online talks with people who have built a safety programme.",
        kind="page",
        section="pathways",
        body=(
            text("""
A fireside chat lasts 45 minutes. A speaker tells how their team solved one problem, and then takes
questions. Notes follow within two weeks. The places are limited, so that people can speak freely.
"""),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 6, 15),
    ),
    DemoPage(
        slug="library",
        title="Library",
        summary="Toolkits, guidance, policy briefings and webinars for members.",
        kind="page",
        section="home",
        audience="members",
        sensitivity="restricted",
        body=(
            text("""
The library holds what members have written together. You may share it inside your company with people who
need it for their work. Please do not send it outside.

Every page names an owner and says when it was last reviewed. If something is wrong or out of date, write
to the owner.
"""),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
    ),
    DemoPage(
        slug="resources",
        title="Resources",
        summary="Toolkits, templates, roadmaps and guidance.",
        kind="page",
        section="library",
        sensitivity="restricted",
        body=(
            text("""
Resources are practical. Most were written by a working group, and are used by companies of very different
size. Take what fits and leave the rest.
"""),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
    ),
    DemoPage(
        slug="policy-briefings",
        title="Policy briefings",
        summary="Monthly briefings, hearing summaries and summaries of laws, by region.",
        kind="page",
        section="library",
        sensitivity="restricted",
        body=(
            text("""
Three regional groups follow public policy: the Americas, Asia-Pacific, and Europe with the Middle East
and Africa. Their briefings say what changed, who it concerns and what to prepare. They do not give legal
advice.
"""),
        ),
        owner_email="petra.nwosu-hale@alliance.example",
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
    ),
    DemoPage(
        slug="webinars",
        title="Webinars",
        summary="Notes of webinars and of short talks by members.",
        kind="page",
        section="library",
        sensitivity="restricted",
        body=(
            text("""
Webinars last an hour. A member boost is a shorter talk in which one company shows one thing that it has
learned. Notes stay here for two years.
"""),
        ),
        owner_email=_EDITOR,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
    ),
    DemoPage(
        slug="working-groups",
        title="Working groups",
        summary="Where members meet to solve one problem at a time.",
        kind="page",
        section="home",
        audience="members",
        sensitivity="restricted",
        body=(
            text("""
There are twenty groups. Some are standing: they meet as long as there is something to talk about. Others
are time-boxed: they write one toolkit or template, and then close.

What is said in a group stays in it. A group's pages and files are open to its own members only. To join a
group, ask its coordinator.
"""),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 12),
        last_reviewed=date(2026, 8, 3),
    ),
)
