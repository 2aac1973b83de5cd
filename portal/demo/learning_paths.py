"""Six learning paths for Pathways."""

from datetime import date

from portal.demo.blocks import figure, text
from portal.demo.shapes import DemoLearningStep, DemoPage

_MEMBERSHIP = "marta.ilves@alliance.example"
_HASHING = "noor.castellane@quillmere.example"
_REPORTING = "emeka.strand@larkspan.example"
_POLICY = "greta.loy@findlewick.example"

LEARNING_PATHS: tuple[DemoPage, ...] = (
    DemoPage(
        slug="path-starting-a-programme",
        title="Starting a child safety programme",
        summary="From nobody's job to somebody's job, in about ninety days.",
        kind="topic",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("starting-a-programme",),
        body=(
            text("""
You do not need a department to begin. You need one person with time, a way to hear about problems and the
courage to say no to a feature. This path takes a small team through its first ninety days.

At the end you will have an owner and a deputy, published rules, a working way to receive reports, and a
plan for the people who do the work.
"""),
            figure(
                "programme-cycle",
                "A circle of four steps, joined by arrows: decide, prepare, act, learn.",
                "A programme is a cycle. Begin small, and go round again.",
            ),
        ),
        learning_steps=(
            DemoLearningStep(
                "Plan the first ninety days",
                "An overview of what to do first and what can wait.",
                "guide-starting-a-programme",
            ),
            DemoLearningStep(
                "Hear how someone did it",
                "Notes of a talk with a team lead who began alone.",
                "first-90-days-chat",
            ),
            DemoLearningStep(
                "Know who hears first",
                "Before anything happens, decide whom you would call.",
                "who-hears-first",
            ),
            DemoLearningStep(
                "Care for your people",
                "Two moderators need a plan as much as two hundred.",
                "wellness-starter-kit",
            ),
            DemoLearningStep("Look ahead", "What staff check when a company wants to join.", "are-we-ready-to-apply"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 1, 26),
        last_reviewed=date(2026, 7, 27),
        review_due=date(2027, 1, 25),
    ),
    DemoPage(
        slug="path-content-policies",
        title="Writing content policies",
        summary="Rules that users understand, reviewers can apply and lawyers can defend.",
        kind="topic",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("policy-and-rules",),
        body=(
            text("""
Rules are the foundation of everything else. Without them a reviewer has no reason to remove anything, and
a user no way to know why something was removed. Good rules are short, public and the same for everybody.

This path helps you to write them, test them on people who were not in the room, and keep them current.
"""),
        ),
        learning_steps=(
            DemoLearningStep(
                "Draft the rules",
                "What to forbid, how to word it, and what to leave to internal notes.",
                "guide-content-policies",
            ),
            DemoLearningStep(
                "Write the terms",
                "The difference between terms and community rules, in one answer.",
                "what-should-terms-prohibit",
            ),
            DemoLearningStep(
                "Think of AI",
                "Word the ban so that it does not depend on how content was made.",
                "ai-content-in-our-ban",
            ),
            DemoLearningStep("Write for teens", "Notes of a talk on plain words.", "rules-teens-understand-chat"),
            DemoLearningStep("Offer a second look", "Rules need an appeal.", "a-user-says-we-erred"),
        ),
        owner_email=_POLICY,
        published=date(2026, 1, 26),
        last_reviewed=date(2026, 7, 27),
        review_due=date(2027, 1, 25),
    ),
    DemoPage(
        slug="path-global-regulation",
        title="Understanding global regulation",
        summary="Find out which laws are yours, without becoming a lawyer.",
        kind="topic",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("regulation", "eu-dsa", "reporting-outside-the-us"),
        body=(
            text("""
Small companies often ask which law applies to them. The honest answer is that several may: the law of
your seat, of your users, and of where your data lies. You cannot know them all. You can know which
questions to bring to counsel.

This path gives you those questions and a one-page map to fill in.
"""),
        ),
        learning_steps=(
            DemoLearningStep(
                "See where duties differ",
                "Four kinds of duty, and how to find yours.",
                "guide-global-regulation",
            ),
            DemoLearningStep("Ask whether NCMEC is your route", "For companies outside the US.", "is-ncmec-our-route"),
            DemoLearningStep(
                "Age checks",
                "When the law, or the risk, asks for more than a birthday.",
                "must-everyone-show-id",
            ),
            DemoLearningStep("Requests by police", "What to do when the e-mail comes.", "an-officer-asks-for-data"),
            DemoLearningStep("A first public report", "When and how to begin.", "first-transparency-report"),
        ),
        owner_email=_POLICY,
        published=date(2026, 2, 9),
        last_reviewed=date(2026, 8, 10),
        review_due=date(2027, 2, 8),
    ),
    DemoPage(
        slug="path-hashing-and-matching",
        title="Hashing and matching",
        summary="Find known abuse material without building anything from scratch.",
        kind="topic",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("hashing-and-matching", "detection", "video"),
        body=(
            text("""
Hashing is usually the first technical measure that a company takes. It finds files that others have
already confirmed, so that nobody has to see them again. It does not find new material and does not
understand a conversation.

This path takes you from the idea to a decision: which tool, which list, which people, and what happens
when there is a match.
"""),
            figure(
                "hash-matching",
                "A diagram: a grid of squares, an arrow to a short bar of stripes, an arrow to a list with"
                " one row marked.",
                "A file becomes a fingerprint; the fingerprint is looked up in a list.",
            ),
        ),
        learning_steps=(
            DemoLearningStep(
                "Learn the options",
                "Kinds of hashing, licences and what each asks of you.",
                "guide-hashing-and-matching",
            ),
            DemoLearningStep("Choose the first tool", "A short answer by an engineer.", "which-matching-tool-first"),
            DemoLearningStep(
                "Ask for a licence",
                "Whether companies that are not members can use PhotoDNA.",
                "photodna-for-non-members",
            ),
            DemoLearningStep(
                "Keep the cost down",
                "Notes of a talk on hashing with a small budget.",
                "hashing-small-budget-chat",
            ),
            DemoLearningStep("Test without harm", "Why you must never build a test set.", "keep-files-for-testing"),
            DemoLearningStep("Think about video", "When matching of video is worth it.", "is-video-hashing-worth-it"),
        ),
        owner_email=_HASHING,
        published=date(2026, 2, 9),
        last_reviewed=date(2026, 8, 10),
        review_due=date(2027, 2, 8),
    ),
    DemoPage(
        slug="path-reporting-to-ncmec",
        title="Reporting to NCMEC",
        summary="Open an account, file a report that helps, and follow up.",
        kind="topic",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("reporting", "reporting-to-ncmec"),
        body=(
            text("""
The CyberTipline of the National Center for Missing & Exploited Children (NCMEC) takes reports from
companies and from the public. Companies in the United States have a legal duty to use it in certain
cases. Others may use it too, as far as their own law allows.

This path prepares you before the first report is needed. Reading it afterwards also helps.
"""),
            figure(
                "reporting-route",
                "Five rounded boxes from left to right, joined by arrows: receive, review, report, preserve, learn.",
                "The route of a report through a small company.",
            ),
        ),
        learning_steps=(
            DemoLearningStep("From account to follow-up", "The whole route on one page.", "guide-reporting-to-ncmec"),
            DemoLearningStep(
                "Walk through a first report", "Notes of a fireside chat.", "getting-started-with-ncmec-chat"
            ),
            DemoLearningStep("Form or API", "Which suits your volume.", "web-form-or-api"),
            DemoLearningStep("Make it actionable", "What an analyst needs.", "what-makes-a-report-actionable"),
            DemoLearningStep("Read the short answer again", "Whom to tell, in what order.", "who-hears-first"),
        ),
        owner_email=_REPORTING,
        published=date(2026, 2, 16),
        last_reviewed=date(2026, 8, 17),
        review_due=date(2027, 2, 15),
    ),
    DemoPage(
        slug="path-developer-practice",
        title="Good practice for developers",
        summary="Safer defaults, fewer doors, and questions to ask before a feature ships.",
        kind="topic",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("safer-design", "age-assurance", "generative-ai"),
        body=(
            text("""
Most harm is easier to prevent than to find. A default, a limit or a sentence in the right place protects
more children than a review afterwards. Developers decide these things every day, often without knowing
it.

This path is for those who build. It needs no experience in trust and safety.
"""),
            figure(
                "layered-safeguards",
                "Four rounded bars, one above the other, labelled design, detection, review and support.",
                "No layer is complete. Together they leave fewer gaps.",
            ),
        ),
        learning_steps=(
            DemoLearningStep(
                "Start with defaults",
                "A list of design questions and what good answers look like.",
                "guide-developer-practice",
            ),
            DemoLearningStep("Chat with teens in it", "Where to begin with messaging.", "chat-app-with-teens"),
            DemoLearningStep("When messages are encrypted", "What remains possible.", "encrypted-messages"),
            DemoLearningStep(
                "Models that sort and do not decide",
                "How to use a classifier responsibly.",
                "should-a-model-delete",
            ),
            DemoLearningStep(
                "If you ship a generative model", "What to ask before testing it.", "red-team-our-image-model"
            ),
        ),
        owner_email=_POLICY,
        published=date(2026, 2, 23),
        last_reviewed=date(2026, 8, 24),
        review_due=date(2027, 2, 22),
    ),
)
