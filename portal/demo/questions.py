"""Questions to the experts, from the first hour to long closed. All are fictional, as are their companies.

A step says how many hours before the demonstration is loaded it was taken, what, and by whom. Steps stand in order.
"""

from portal.demo.shapes import DemoQuestion, DemoQuestionStep

_COORDINATOR = "coordinator@demo.example"
_STARTUP = "startup@demo.example"
_EDEN = "expert@demo.example"
_NOOR = "noor.castellane@quillmere.example"
_EMEKA = "emeka.strand@larkspan.example"
_GRETA = "greta.loy@findlewick.example"
_BEA = "bea.tolliver@sproutslate.example"
_FREYA = "freya.donk@boxwren.example"
_ASHA = "asha.winterlin@hearthlark.example"
_JOAO = "joao.brandlow@pebblecast.example"
_MORGAN = "member@demo.example"

DAY = 24
# Who is away, from how many days ago to how many days ahead.
AWAY: tuple[tuple[str, int, int], ...] = ((_GRETA, 4, 10),)

Step = DemoQuestionStep

ALL_QUESTIONS: tuple[DemoQuestion, ...] = (
    DemoQuestion(
        requester=_STARTUP,
        subject="Web form or API for our first reports",
        question="We expect a handful of reports a year. Should we use the CyberTipline's web form, or build on the API?",
        tried="We read the guide on reporting to NCMEC. It describes both and does not say when to change.",
        topic="reporting-to-ncmec",
        steps=(
            Step(80 * DAY, "submit", _STARTUP),
            Step(80 * DAY - 5, "triage", _COORDINATOR),
            Step(79 * DAY, "claim", _EMEKA),
            Step(78 * DAY, "ask-back", _EMEKA, "How many people will file reports, and do they work in one office?"),
            Step(78 * DAY - 7, "reply", _STARTUP, "Two people, in one office. Neither of them is a lawyer."),
            Step(
                77 * DAY,
                "answer",
                _EMEKA,
                "Begin with the form. It fits rare cases, and you learn what a complete report needs. Name an owner and "
                "a deputy, and look at the choice each quarter: a steady volume is when the API pays. This is not legal "
                "advice, and please send us no details of a case.",
            ),
            Step(75 * DAY, "close", _STARTUP, "Thank you. That settles it for us."),
            Step(75 * DAY - 1, "consent", _STARTUP),
        ),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="Which matching tool comes first",
        question="We want to match uploads against lists of known material. Which tool should a small team look at first?",
        tried="We compared the licences of two tools and could not tell which work comes afterwards.",
        topic="hashing-and-matching",
        fitting_shown=3,
        steps=(
            Step(9 * DAY, "submit", _STARTUP),
            Step(9 * DAY - 3, "triage", _COORDINATOR),
            Step(8 * DAY, "claim", _EDEN),
            Step(7 * DAY, "consult", _EDEN, "Do you still run the open source tool yourselves?", to=_NOOR),
            Step(6 * DAY, "note", _NOOR, "We do. The work is in the review queue, not in the matching."),
            Step(
                5 * DAY,
                "answer",
                _EDEN,
                "Begin with matching of known images. Compare licence, cost and hosting; Hasher-Matcher-Actioner is open "
                "source. Before you switch it on, decide who reviews a match, how you keep track of errors and how "
                "somebody can appeal. This is not legal advice.",
            ),
        ),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="Small share of video: is matching worth it",
        question="One upload in fifty is a video. Is matching videos worth the work for us, and when would it be?",
        topic="video",
        steps=(
            Step(30, "submit", _STARTUP),
            Step(28, "triage", _COORDINATOR),
            Step(20, "claim", _NOOR),
            Step(18, "ask-back", _NOOR, "How long are the videos usually, and can people share them in public?"),
        ),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="Keeping confirmed files for tests",
        question="May we keep files that were confirmed, so that we can test our matching with them?",
        tried="Our engineers would like a set of their own. Nobody has set anything aside.",
        topic="hashing-and-matching",
        urgency="urgent",
        steps=(
            Step(7, "submit", _STARTUP),
            Step(6, "assign", _COORDINATOR, to=_EDEN),
            Step(5, "work", _EDEN, until_in_days=3),
        ),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="What our terms should prohibit",
        question="We are rewriting our terms. What should they forbid in plain words, and what should they say of appeals?",
        topic="policy-and-rules",
        steps=(
            Step(12, "submit", _STARTUP),
            Step(10, "triage", _COORDINATOR),
            Step(
                9, "note", _COORDINATOR, "Our expert on policy is away. I ask a member if nobody takes it by tomorrow."
            ),
        ),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="What a first transparency report contains",
        question="We would like to publish a first report next year. Which measures can a company of twelve stand by?",
        topic="transparency",
        steps=(Step(2, "submit", _STARTUP),),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="Who may look at a report",
        question="A person who uses our service wrote to us. They can be reached at worried.person@chatterfig.example.",
        topic="reporting",
        steps=(Step(4, "submit", _STARTUP),),
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="Age checks for our chat rooms",
        question="",
        topic="age-assurance",
    ),
    DemoQuestion(
        requester=_STARTUP,
        subject="Logos for our website",
        question="May we show the alliance's logo on our website, and in which colours?",
        topic="",
        steps=(
            Step(44 * DAY, "submit", _STARTUP),
            Step(43 * DAY, "withdraw", _STARTUP, "A colleague found the answer."),
        ),
    ),
    DemoQuestion(
        requester=_BEA,
        subject="Two moderators, and what we owe them",
        question="Two people read all reports. What care do we owe them, and what can a school year's budget carry?",
        topic="wellness",
        is_blind=True,
        fitting_shown=2,
        steps=(
            Step(50 * DAY, "submit", _BEA),
            Step(50 * DAY - 4, "assign", _COORDINATOR, to=_EMEKA),
            Step(
                47 * DAY,
                "answer",
                _EMEKA,
                "Show less: blur pictures and mute sound until somebody needs them. Take turns, offer counselling, and "
                "let people say no without a reason. Put it into the budget and look at it each quarter.",
            ),
            Step(46 * DAY, "reopen", _BEA, "Is a shared hour with a counsellor enough, or should each have their own?"),
            Step(44 * DAY, "answer", _EMEKA, "Each should have their own, and choose whether to use it."),
            Step(40 * DAY, "close", _BEA),
        ),
    ),
    DemoQuestion(
        requester=_FREYA,
        subject="An officer asks for a customer's files",
        question="An email says that it comes from the police of another country. What do we check before we answer?",
        tried="We have not answered, and our counsel knows of it.",
        topic="law-enforcement",
        is_confidential=True,
        kept_from="hearthlark.example",
        steps=(
            Step(20 * DAY, "submit", _FREYA),
            Step(20 * DAY - 2, "assign", _COORDINATOR, to=_EMEKA),
            Step(
                19 * DAY,
                "answer",
                _EMEKA,
                "Verify who writes and on which legal basis, through one inbox, with your counsel. Write down how you "
                "deal with emergencies before one comes, and keep a log of all such requests. This is not legal advice.",
            ),
            Step(15 * DAY, "close", _FREYA, "This helped us a great deal."),
        ),
    ),
    DemoQuestion(
        requester=_ASHA,
        subject="Licence for a matching tool, for members",
        question="Can we get a licence for PhotoDNA through the alliance, and what do we have to bring?",
        topic="hashing-and-matching",
        fitting_shown=1,
        steps=(
            Step(33 * DAY, "submit", _ASHA),
            Step(
                32 * DAY,
                "mark-duplicate",
                _COORDINATOR,
                "Read the answer on licences among the answers. If your case is another one, open this question again.",
            ),
        ),
    ),
    DemoQuestion(
        requester=_JOAO,
        subject="Contract with a moderation company",
        question="Would one of you read our contract with a moderation company and tell us whether we can sign it?",
        topic="",
        steps=(
            Step(26 * DAY, "submit", _JOAO),
            Step(
                25 * DAY,
                "decline",
                _COORDINATOR,
                "Experts cannot review contracts: ask your counsel. What such a contract should cover is training, care "
                "for moderators, limits of access, audits and a way to escalate.",
            ),
        ),
    ),
    DemoQuestion(
        requester=_MORGAN,
        subject="Should a classifier delete by itself",
        question="Our classifier is sure of itself. Should it remove what it scores highest, without a person in between?",
        topic="classifiers",
        steps=(
            Step(64 * DAY, "submit", _MORGAN),
            Step(64 * DAY - 6, "triage", _COORDINATOR),
            Step(63 * DAY, "claim", _EDEN),
            Step(62 * DAY, "hand-back", _EDEN, "Noor has run one in production and knows more than I do."),
            Step(62 * DAY - 3, "assign", _COORDINATOR, to=_NOOR),
            Step(
                60 * DAY,
                "answer",
                _NOOR,
                "No. Use scores to put the review in order; trained people decide. Measure errors and bias, and write "
                "down how somebody can appeal.",
            ),
            Step(52 * DAY, "close", _MORGAN),
        ),
    ),
)
