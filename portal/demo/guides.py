"""The guides of Pathways, to which the steps of the learning paths lead."""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, figure, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, DEMONSTRATION_SUMMARY, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_MEMBERSHIP = "marta.ilves@alliance.example"
_HASHING = "noor.castellane@quillmere.example"
_REPORTING = "emeka.strand@larkspan.example"
_POLICY = "greta.loy@findlewick.example"

GUIDES: tuple[DemoPage, ...] = (
    DemoPage(
        slug="guide-starting-a-programme",
        title="Starting an online child safety programme",
        summary="The first ninety days, week by week, for a company with no safety team.",
        kind="guidance",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("starting-a-programme",),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Most programmes begin after something went wrong. Yours can begin before. This guide assumes a company of
five to fifty people, one person with two days a week for the task, and no budget yet.
"""),
            table(
                "Ninety days at a glance",
                ("Weeks", "Aim", "Result you can show"),
                (
                    ("1 and 2", "Know your service", "A one-page map of features and risks"),
                    ("3 and 4", "Know your duties", "A list of authorities and who would call them"),
                    ("5 and 6", "Rules", "A published ban in plain words"),
                    ("7 and 8", "Reports", "A form that a user finds in two taps"),
                    ("9 and 10", "People", "Training, deputy, support"),
                    ("11 and 12", "Practice", "One rehearsal, one list of repairs"),
                ),
            ),
            steps(
                "Map your service in one afternoon",
                (
                    ("List what users can do", "Post, send, search, meet, pay, store, create."),
                    ("Mark where strangers meet", "Especially where an adult can reach a child in private."),
                    ("Mark where files go", "Public, shared with some, or seen by nobody else."),
                    ("Ask who is there", "Not who the terms allow, but who really comes."),
                    ("Choose three risks", "The likeliest and the worst. Leave the others for later."),
                ),
            ),
            text("""
## Rehearse
Take a harmless, made-up case and play it through. Someone reports an account on a Friday evening. Who
sees it? Who may look? Who calls whom? You will find a gap in the first ten minutes. That is the point.

## What can wait
Automatic detection, a transparency report, and a tool with a dashboard can wait. An owner, a deputy and
the way to receive reports cannot.
"""),
            callout(
                "tip",
                "Ask for help early",
                "Experts from member companies answer questions about methods. They have seen most beginnings.",
            ),
            LOOK_AFTER_YOURSELF,
            documents("ninety-day-planner"),
            related("first-90-days-chat", "wellness-starter-kit"),
        ),
        owner_email=_REPORTING,
        published=date(2026, 1, 26),
        last_reviewed=date(2026, 7, 27),
        review_due=date(2027, 1, 25),
    ),
    DemoPage(
        slug="guide-content-policies",
        title="Drafting child safety content policies",
        summary="How to write clear rules, with wording to adapt.",
        kind="guidance",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("policy-and-rules",),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
A policy has three readers. A user wants to know what is allowed. A reviewer wants to know what to do. A
lawyer wants to know that the company keeps its word. Write the public rules for the first, and internal
notes for the second. Show both to the third.

## Name what is forbidden
- Material that shows or promotes the sexual abuse of a child, however it was made.
- Asking for it, offering it or pointing to it.
- Grooming: building trust with a child in order to abuse it.
- Sextortion: threats to share intimate images, with or without a demand for money.
- Sexual comments about children, and spaces that gather around them.
- Praise for, or instructions about, any of these.
"""),
            table(
                "From vague to clear",
                ("Vague", "Clear"),
                (
                    (
                        "Inappropriate content about minors is not tolerated.",
                        (
                            "Do not post sexual content about anyone under 18. This includes drawings and"
                            " content made by AI."
                        ),
                    ),
                    (
                        "We may take action.",
                        "We remove it, close the account and report it where the law says so.",
                    ),
                    (
                        "Contact us if you disagree.",
                        "You can ask for a second review within 30 days. Someone else will look.",
                    ),
                ),
            ),
            steps(
                "Test before you publish",
                (
                    (
                        "Give it to five people",
                        "None of them from your team. Ask each to say it in their own words.",
                    ),
                    (
                        "Try the edges",
                        (
                            "Family pictures, health advice, news, art, a teenager writing about themselves."
                            " Write down what you would do."
                        ),
                    ),
                    (
                        "Let two reviewers decide",
                        "The same ten made-up cases. Where they differ, the rule is not clear.",
                    ),
                    ("Have it read by counsel", "Last, and not first."),
                ),
            ),
            text("""
## Keep a history
Number the versions, and keep the old ones where people can find them. Tell users before a rule changes,
and say why.

## Do not publish
Leave out thresholds, lists of words and how you detect things. They help the wrong readers and no others.
"""),
            ASK_COUNSEL,
            documents("policy-wording-examples"),
            related("what-should-terms-prohibit", "rules-teens-understand-chat"),
        ),
        owner_email=_POLICY,
        published=date(2026, 1, 26),
        last_reviewed=date(2026, 7, 27),
        review_due=date(2027, 1, 25),
    ),
    DemoPage(
        slug="guide-global-regulation",
        title="Understanding key global regulatory requirements",
        summary="Where duties differ and which questions to bring to counsel.",
        kind="guidance",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("regulation", "eu-dsa", "reporting-outside-the-us"),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Laws on child safety online look different in every country. Underneath, most of them contain the same
four kinds of duty. If you know the kinds, you can ask good questions without knowing every law.
"""),
            table(
                "Four kinds of duty",
                ("Kind", "Typical question", "Where it often stands"),
                (
                    ("Report", "Whom must we tell, and how fast?", "Criminal or child protection law"),
                    (
                        "Remove and preserve",
                        "What must go, what must be kept, how long?",
                        "The same, and data protection law",
                    ),
                    (
                        "Assess and prevent",
                        "Must we write down risks and what we do?",
                        "Newer online safety laws",
                    ),
                    ("Be transparent", "What must we publish?", "For example the EU Digital Services Act"),
                ),
            ),
            steps(
                "Find out which are yours",
                (
                    ("Seat", "Where is the company registered, and where do its people work?"),
                    ("Users", "In which countries do you have many, or offer the service in the language?"),
                    ("Kind", "Hosting, messaging, search, store, game: laws name kinds of service."),
                    ("Size", "Some duties begin above a number of users or staff."),
                    ("Write it down", "One page, with a date and the name of the person who checked."),
                ),
            ),
            accordion(
                (
                    (
                        "We are five people. Do laws apply to us?",
                        (
                            "Often yes, in part. Duties to report abuse material rarely depend on size. Duties to"
                            " publish often do."
                        ),
                    ),
                    (
                        "Two laws contradict each other. What now?",
                        (
                            "It happens, most often between reporting and data protection. Ask counsel before it"
                            " matters, and write down the decision."
                        ),
                    ),
                    (
                        "How do we keep up?",
                        "Choose one person and one hour a month. Members also receive briefings by region.",
                    ),
                )
            ),
            text("""
## A word on age
Several laws ask services to know roughly how old users are. They rarely demand one method. Choose by
risk, offer a second way, and keep as little data as you can.
"""),
            ASK_COUNSEL,
            related("is-ncmec-our-route", "must-everyone-show-id", "dsa-transparency-guide"),
        ),
        owner_email=_POLICY,
        published=date(2026, 2, 9),
        last_reviewed=date(2026, 8, 10),
        review_due=date(2027, 2, 8),
    ),
    DemoPage(
        slug="guide-hashing-and-matching",
        title="Leveraging hashing and matching technologies for CSAM detection",
        summary="Options, licences and the people you need before you switch anything on.",
        kind="guidance",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("hashing-and-matching", "detection", "video"),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Hashing computes a fingerprint of a file. Matching compares it with fingerprints of material that trained
people have already confirmed. The great advantage: nobody has to look at a known file again, and your
company never needs to hold one to find it.

## What it can and cannot do
- It finds **known** files, and with perceptual hashing also near copies.
- It does not find new material. It does not understand text, contact or intent.
- It makes few mistakes, but not none. A person must be able to look and to correct.
"""),
            table(
                "Options for a small company",
                ("Option", "Kind of hash", "What it asks of you"),
                (
                    (
                        "A cloud or host that matches for you",
                        "Depends on provider",
                        "A contract, and a way to receive results",
                    ),
                    (
                        "PhotoDNA by sublicence",
                        "Perceptual, images",
                        "To qualify, a named owner, a security summary",
                    ),
                    (
                        "Hasher-Matcher-Actioner (HMA)",
                        "Several, among them PDQ",
                        "To host it; it is open source",
                    ),
                    ("CSAI Match", "Video", "To apply; the API is free"),
                    ("MD5", "Exact", "Little; it misses every changed copy"),
                ),
            ),
            steps(
                "Before you switch it on",
                (
                    (
                        "Decide what you match",
                        "Public uploads first. Speak with counsel about anything private.",
                    ),
                    ("Choose the list", "Who put the hashes there, and what do they stand for?"),
                    ("Name the reviewers", "Two trained people, with support and a deputy."),
                    (
                        "Write what happens on a match",
                        "Lock, review, report, remove, tell the user where the law allows.",
                    ),
                    ("Prepare the appeal", "Someone will be wrongly matched one day."),
                    ("Watch before you act", "Count matches for two weeks. Then begin."),
                ),
            ),
            callout(
                "warning",
                "Never build a test set",
                "Do not keep, collect or ask for abuse material to test a system. Vendors and open-source"
                " projects supply harmless samples.",
            ),
            text("""
## What it costs
The licence is often free. The work is not: plan two weeks for an engineer, a day of training for each
reviewer, and an hour a week for checks. Cloud costs depend on how many files you take in.

## Keep it quiet
Say in public that you use hashing. Do not say which thresholds, where in the process, or which files are
left out.
"""),
            documents("hashing-options-sheet"),
            related("which-matching-tool-first", "video-hash-benchmark", "hashing-small-budget-chat"),
        ),
        owner_email=_HASHING,
        published=date(2026, 2, 9),
        last_reviewed=date(2026, 8, 10),
        review_due=date(2027, 2, 8),
    ),
    DemoPage(
        slug="guide-reporting-to-ncmec",
        title="Reporting OCSEA to NCMEC",
        summary="From opening an account to answering a question months later.",
        kind="guidance",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("reporting", "reporting-to-ncmec"),
        jurisdiction="United States",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
NCMEC runs the CyberTipline. Analysts there read reports from companies and the public, add what they can,
and send them to the police that can act. A report is most useful when the person who reads it does not
have to guess.
"""),
            steps(
                "The route",
                (
                    (
                        "Open an account",
                        "Ask NCMEC for access as a company before you need it. Name two people.",
                    ),
                    ("Choose form or API", "The web form suits rare cases. The API suits steady volume."),
                    ("Lock the content", "It must not be visible to users or to staff who are not trained."),
                    ("Review", "A trained person decides whether it is reportable under law and policy."),
                    ("Fill in the report", "Who, what, when, how found, and why you judged it so."),
                    (
                        "Preserve",
                        "As counsel directs, in a place with logged access, for as long as the law says.",
                    ),
                    (
                        "Follow up",
                        "Send a supplement when you learn more. Answer questions within a working day.",
                    ),
                ),
            ),
            table(
                "What belongs in a good report",
                ("Field", "Good", "Less good"),
                (
                    ("Time", "With zone, first and last event", "A date alone"),
                    ("Account", "All identifiers that the law lets you give", "A display name"),
                    ("Content", "Which of several files matters most", "A hundred files without order"),
                    ("Reason", "Which rule or category, who judged", "“Violates policy”"),
                    (
                        "Danger",
                        "Marked at once if a child may be in immediate danger",
                        "In the middle of a long text",
                    ),
                ),
            ),
            callout(
                "warning",
                "Immediate danger",
                "If a child may be in danger now, tell the police as well. The report alone is not an emergency call.",
            ),
            text("""
## Afterwards
Write down what was difficult while you remember it. Look after the people who saw the content, also if
they say that they are fine. Tell product what would have prevented it.

## Outside the United States
Your own law may name another authority, which may come first. Ask counsel, and keep the answer on one
page.
"""),
            ASK_COUNSEL,
            LOOK_AFTER_YOURSELF,
            documents("first-report-worksheet"),
            related("getting-started-with-ncmec-chat", "what-makes-a-report-actionable", "web-form-or-api"),
        ),
        owner_email=_REPORTING,
        published=date(2026, 2, 16),
        last_reviewed=date(2026, 8, 17),
        review_due=date(2027, 2, 15),
    ),
    DemoPage(
        slug="guide-developer-practice",
        title="Good practices for developers",
        summary="Design questions for those who build features that children will use.",
        kind="guidance",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("safer-design", "grooming"),
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Every feature has a first question that nobody asks: how would someone misuse it to reach a child? Ask it
in the first design meeting, when an answer costs an hour. After launch it costs a quarter.
"""),
            table(
                "Questions by feature",
                ("Feature", "Ask", "A safer default"),
                (
                    (
                        "Profile",
                        "Can a stranger see that this is a child?",
                        "Little is public; no exact age, no place",
                    ),
                    (
                        "Search and suggestions",
                        "Do we suggest children to adults?",
                        "No suggestions across that line",
                    ),
                    ("Messages", "Who may write first?", "People you both know"),
                    ("Groups", "Who can add a child?", "Only after the child agrees"),
                    ("Live video", "Who is watching?", "Limits for young hosts; comments by known people"),
                    ("Files", "Who can open a link?", "Links expire; matching for public uploads"),
                    (
                        "Generative features",
                        "What would it refuse, and how?",
                        "Refuse, explain briefly, offer help",
                    ),
                ),
            ),
            steps(
                "A safety review in forty-five minutes",
                (
                    ("Five minutes: show the feature", "Without slides."),
                    ("Ten minutes: misuse", "Everyone writes down ways, alone."),
                    ("Fifteen minutes: doors", "At which steps could a default, a limit or a notice stand?"),
                    ("Ten minutes: choose", "Two changes that ship with the feature."),
                    ("Five minutes: write down", "Decision, owner, date to look again."),
                ),
            ),
            text("""
## Reporting as a feature
A report button deserves the care of a sign-up button. It should be where the problem is, work in two
taps, say what happens next, and thank the person. Test it with a screen reader and in every language you
offer.

## Data
Log what a reviewer needs and no more. Safety is not a reason to keep everything. It is a reason to keep
the right thing safely.

## Kind words
Texts that a worried young person sees should be short and free of blame. Read them aloud.
"""),
            related("chat-app-with-teens", "encrypted-messages", "should-a-model-delete"),
        ),
        owner_email=_POLICY,
        published=date(2026, 2, 23),
        last_reviewed=date(2026, 8, 24),
        review_due=date(2027, 2, 22),
    ),
    DemoPage(
        slug="wellness-starter-kit",
        title="Moderator Wellness Starter Kit",
        summary="A care plan for teams of one to five people who review harmful content.",
        kind="toolkit",
        section="topics",
        audience="pathways",
        sensitivity="restricted",
        topics=("wellness", "starting-a-programme"),
        body=(
            text("""
Reviewing harmful content leaves traces. In a large team someone notices. In a small one, the person who
reviews is often also the one who answers the phone and pays the bills. This kit is for such teams.
Everything in it is possible without a budget line, except counselling, and that is worth one.
"""),
            figure(
                "quiet-horizon",
                "Soft layered hills in muted greens and blues under a pale sky.",
                "Distance helps. Plan for it.",
            ),
            table(
                "A care plan on one page",
                ("Part", "Minimum", "Better"),
                (
                    (
                        "Exposure",
                        "Grey, blurred, small and silent by default",
                        "A limit per day, kept by the tool",
                    ),
                    (
                        "Rotation",
                        "Never the same person two weeks in a row",
                        "A second task that has nothing to do with it",
                    ),
                    (
                        "Talk",
                        "Ten minutes with a colleague after hard cases",
                        "A counsellor who knows the subject",
                    ),
                    ("Choice", "Opt out without giving a reason", "Written into the contract"),
                    ("Notice", "Someone asks each week, by name", "A yearly check by someone from outside"),
                ),
            ),
            steps(
                "Your first two weeks",
                (
                    (
                        "Turn on the filters",
                        "Most review tools can blur and mute. If yours cannot, change the tool.",
                    ),
                    ("Write the plan together", "Those who review decide what helps them."),
                    ("Name a deputy", "Holidays are part of care."),
                    (
                        "Find a counsellor",
                        "Agree on three paid sessions per person and quarter, to begin with.",
                    ),
                    ("Put a date in the calendar", "Read the plan again in three months."),
                ),
            ),
            accordion(
                (
                    (
                        "How do I know that someone is not well?",
                        (
                            "Changes matter more than signs: sleep, humour, patience, silence. Ask. You cannot"
                            " make it worse by asking."
                        ),
                    ),
                    (
                        "May I work from home on this?",
                        (
                            "Better not where others live. If it must be, use a room with a door, a filter on the"
                            " screen and fixed hours."
                        ),
                    ),
                    (
                        "What about founders?",
                        "The same rules apply to you. If you may never opt out, neither will they.",
                    ),
                )
            ),
            callout(
                "warning",
                "If it becomes too much",
                "Stop reviewing and tell someone today. If you think of harming yourself, call the emergency"
                " number or a crisis line where you are.",
            ),
            documents("moderator-care-plan"),
            related("looking-after-two-moderators-chat", "two-moderators"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 3, 9),
        last_reviewed=date(2026, 9, 14),
        review_due=date(2027, 3, 8),
    ),
)
