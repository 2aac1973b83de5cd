"""Members' resources on particular harms and on the response to them. Their titles are real, their text is not."""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, DEMONSTRATION_SUMMARY, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_POLICY = "petra.nwosu-hale@alliance.example"
_GEN_AI = "callum.drey@alliance.example"
_TOOLKITS = "yuki.fennimore@alliance.example"

RESOURCES_ON_HARMS: tuple[DemoPage, ...] = (
    DemoPage(
        slug="non-us-reporting-guidance",
        title="CSAM Reporting Guidance for Non-US Jurisdictions",
        summary="How to make reports usable where the law of another country decides who must be told.",
        kind="guidance",
        section="resources",
        topics=("reporting", "reporting-outside-the-us", "regulation"),
        sensitivity="restricted",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
A company in the United States reports to the CyberTipline, which passes reports on to other countries. A
company elsewhere may have a duty to report at home first, or in addition. Members in Asia-Pacific and in
Europe asked for help with three questions: who must be told, in which order, and what makes a report
useful on the other side.

## Map your duties first
Do this once, with counsel, before you need it. Keep the result to one page.
"""),
            table(
                "A duty map, with illustrative entries",
                ("Question", "Example answer", "Who knows"),
                (
                    ("Where is the company established?", "Country A", "Legal"),
                    ("Where are the users of this product?", "Countries A, B and C", "Product"),
                    ("Which authority takes company reports?", "National police unit in A", "Counsel in A"),
                    ("May we report to NCMEC as well?", "Yes, after A", "Counsel in A"),
                    ("How long must data be kept?", "As counsel in A says", "Counsel in A"),
                    ("Who signs?", "Child safety lead, deputy in legal", "Leadership"),
                ),
            ),
            steps(
                "Make the report usable abroad",
                (
                    (
                        "Write for a stranger",
                        (
                            "The officer may not know your product. Explain in two sentences what it does and"
                            " what the identifiers mean."
                        ),
                    ),
                    (
                        "State times with their zone",
                        "Use one zone throughout and name it. Most misunderstandings begin here.",
                    ),
                    (
                        "Say why it was judged reportable",
                        "Name the rule or category, and whether a person or a match found it.",
                    ),
                    ("Separate fact from estimate", "A birth date that a user typed in is not an age."),
                    (
                        "Give a contact that answers",
                        "A shared inbox that is read each working day, with a deputy.",
                    ),
                ),
            ),
            text("""
## Language
Send the report in the language that the authority asks for. If you translate, keep the original text
beside the translation. Automatic translation of slang is risky; say when you used it.

## Preservation
Rules on how long you may or must keep material differ more than anything else. Never keep it longer than
counsel directs, and never for testing.

## When two laws pull apart
Sometimes a duty to report meets a rule on data protection. Do not solve this under pressure. Decide the
order in the duty map, have it approved, and follow it.
"""),
            ASK_COUNSEL,
            LOOK_AFTER_YOURSELF,
            documents("duty-map-worksheet"),
            related("emea-briefing-september-2026", "apac-legislative-summary-notice-bill", "is-ncmec-our-route"),
        ),
        owner_email=_POLICY,
        published=date(2026, 3, 2),
        last_reviewed=date(2026, 9, 7),
        review_due=date(2027, 3, 1),
    ),
    DemoPage(
        slug="financial-sextortion-toolkit-resource",
        title="Financial Sextortion Prevention Toolkit",
        summary="From policy to prevention: a checklist that eight companies wrote together.",
        kind="toolkit",
        section="resources",
        topics=("sextortion", "safer-design"),
        sensitivity="restricted",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
In financial sextortion someone obtains an intimate image of a young person and threatens to share it
unless they pay. It moves fast, often within hours, and shame keeps many from asking for help. Companies
can interrupt it at several points: first contact, the move to another service, the payment, and the call
for help.

Eight companies wrote this toolkit after the forum of June 2023. It is a list to work through, not a
standard to pass. An edition for small companies is in preparation.
"""),
            table(
                "Where a service can interrupt",
                ("Stage", "What to look at", "Example of a safeguard"),
                (
                    (
                        "Policy",
                        "Is sexual extortion named?",
                        "Its own line in the rules, with and without money",
                    ),
                    (
                        "First contact",
                        "Who can write to a minor?",
                        "Closed by default; friction for new accounts",
                    ),
                    (
                        "Pressure",
                        "Can a user tell what is going on?",
                        "A calm notice when a chat turns to pressure",
                    ),
                    ("Payment", "Can money or gift codes move?", "Agreed channels with payment firms"),
                    (
                        "Help",
                        "Can the young person find help in seconds?",
                        "Own report category, no-blame text",
                    ),
                    ("After", "What does the team learn?", "Short review of each case type per quarter"),
                ),
            ),
            steps(
                "First month",
                (
                    (
                        "Name it in your policy",
                        ("Say that threatening to share intimate images is forbidden, whatever is asked in return."),
                    ),
                    ("Add a report category", "It should be reachable from the chat and go to a fast lane."),
                    (
                        "Write the help text",
                        ("No blame, few words: you are not alone, do not pay, keep the evidence, here is who helps."),
                    ),
                    (
                        "Point to Take It Down",
                        "Young people can stop the spread of their own image without showing it to anyone.",
                    ),
                    ("Agree on escalation", "Risk of suicide goes to a trained person at once, at any hour."),
                ),
            ),
            callout(
                "warning",
                "Risk to life",
                "Young people have died after such threats. If a user may harm themselves, follow your"
                " emergency procedure and contact local emergency services. Do not wait for the ordinary"
                " queue.",
            ),
            text("""
## Measure without counting victims
Useful measures are times and paths: how long until a report is read, how many readers of the help text
follow a link, how often an account returns. Keep no more personal data than the case needs.

## Work with others
Signals of this conduct can be shared through Lantern by those who are enrolled. Do not swap user data by
e-mail, however urgent it seems.
"""),
            LOOK_AFTER_YOURSELF,
            documents("sextortion-prevention-checklist"),
            related(
                "non-financial-sextortion-webinar",
                "sextortion-first-step",
                "lantern-transparency-report-2024",
            ),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 3, 16),
        last_reviewed=date(2026, 9, 21),
        review_due=date(2027, 3, 15),
    ),
    DemoPage(
        slug="gaming-roadmap",
        title="Gaming Sector Roadmap",
        summary=(
            "Typical harms in games and steps that a studio can take, in the order that twelve companies suggest."
        ),
        kind="roadmap",
        section="resources",
        topics=("gaming", "safer-design", "grooming"),
        sensitivity="restricted",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Games are places to meet. Children talk, trade, build and compete there, often with people they do not
know. Most of this is good. The same features can be used to gain a child's trust, and then to move the
talk elsewhere.

Twelve companies wrote this roadmap. It is for studios and publishers of any size. It has three stages;
you need not finish one to begin the next.
"""),
            table(
                "Three stages",
                ("Stage", "Player safety", "Tools", "People"),
                (
                    (
                        "Foundation",
                        "Rules, reporting in the game, chat off for young children",
                        "Text filter, hashing of uploaded images",
                        "One named owner",
                    ),
                    (
                        "Practice",
                        "Defaults by age, friction for gifts from strangers",
                        "Matching for video, classifiers that order review",
                        "Trained reviewers, wellness plan",
                    ),
                    (
                        "Leadership",
                        "Safety review of each new feature",
                        "Signals from other companies",
                        "Investigators, public reporting",
                    ),
                ),
            ),
            text("""
## Features to review first
- **Chat**, in text and voice: who can start it, who can leave it, who can see that a player is a child.
- **Friend requests**: how many a new account can send, and to whom.
- **Trading and gifts**: presents build trust. Make them visible to the player's family where you can.
- **Worlds that players make**: private rooms, hidden names, and what happens when nobody from the team is
  there.
- **Links to other services**: the most common sign of trouble is a push to leave the game.
"""),
            steps(
                "Run a feature review",
                (
                    (
                        "Draw the path",
                        "How would a stranger get from not knowing a child to talking alone with it?",
                    ),
                    (
                        "Count the doors",
                        "Each step on the path is a place for a default, a notice or a limit.",
                    ),
                    ("Ask young players", "With care and consent. They know which warnings nobody reads."),
                    ("Choose two changes", "Small, shipped and measured beats a long list."),
                    ("Look again in three months", "People adapt to safeguards; so must you."),
                ),
            ),
            callout(
                "tip",
                "Teach before you punish",
                "Many young players break rules without bad intent. A short, friendly explanation after a"
                " first breach works better than silence or a ban.",
            ),
            documents("gaming-roadmap-summary"),
            related("audio-moderation-webinar", "age-assurance-options", "gaming-features-first"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 3, 30),
        last_reviewed=date(2026, 9, 28),
        review_due=date(2027, 3, 29),
    ),
    DemoPage(
        slug="gen-ai-reporting-template-resource",
        title="Generative AI OCSEA Reporting Template",
        summary=("The same fields in each referral, so that an analyst knows at once what AI had to do with it."),
        kind="template",
        section="resources",
        topics=("generative-ai", "reporting", "reporting-to-ncmec"),
        sensitivity="restricted",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Reports about generative AI reach authorities in many forms. Some concern a picture that may be synthetic.
Others concern a request to a model that was refused. An analyst must find out which, and whether a real
child is at risk. Nine companies wrote this template, with comments from NCMEC, so that the first lines of
a report answer that.

## When to use it
Use it in addition to the ordinary fields when a model took part: it was asked, it produced, or it altered
something. If you only suspect that a file is synthetic, use the ordinary report and tick the field for
it.
"""),
            table(
                "Fields of the template",
                ("Field", "What to write", "Common mistake"),
                (
                    ("Role of AI", "Asked, produced, altered, or suspected", "Writing only “AI-related”"),
                    (
                        "Outcome",
                        "Refused, blocked after creation, or delivered",
                        "Leaving out refusals that show intent",
                    ),
                    ("Source", "Your own model, or a third party's", "Naming a product without its version"),
                    ("Known child", "Yes, no or not known, with the reason", "Guessing"),
                    (
                        "How it was found",
                        "User report, hashing, classifier, review",
                        "Giving a score without what it means",
                    ),
                    ("Sequence", "Times in one zone, first to last", "A list without order"),
                    ("Contact", "A person who can explain the system", "A mailbox that nobody reads"),
                ),
            ),
            steps(
                "Bring it into use",
                (
                    (
                        "Agree on definitions",
                        "Product, safety and legal use the same words for request, output and refusal.",
                    ),
                    ("Build it into the tool", "Fields that a reviewer must look up elsewhere stay empty."),
                    (
                        "Train with harmless examples",
                        "Fictional cases are enough. Never produce examples with a model.",
                    ),
                    ("Check ten reports", "After a month, one person reads ten and notes what was missing."),
                    ("Send a supplement", "If you learn more, add to the report and do not begin a new one."),
                ),
            ),
            text("""
## What not to include
Do not paste requests in full unless the authority asks for them through the proper field. Do not attach
model outputs to e-mail. Keep the wording of safeguards and filters out of free text.
"""),
            LOOK_AFTER_YOURSELF,
            documents("gen-ai-template-form"),
            related("red-team-our-image-model", "ai-content-in-our-ban", "reporting-supplements-boost"),
        ),
        owner_email=_GEN_AI,
        published=date(2026, 4, 13),
        last_reviewed=date(2026, 10, 12),
        review_due=date(2027, 4, 12),
    ),
    DemoPage(
        slug="investigations-programme-considerations",
        title="Considerations for Establishing a Child Safety Investigations Program",
        summary="When a company needs investigators, what they do, and how to build a unit that lasts.",
        kind="guidance",
        section="resources",
        topics=("investigations", "enforcement", "wellness"),
        sensitivity="restricted",
        body=(
            DEMONSTRATION_SUMMARY,
            text("""
Reviewers decide about one report at a time. Investigators ask what lies behind it: other accounts, other
victims, a method that will return. Not every company needs a unit. Every company needs to know who would
do this work on the day it is needed.

## Signs that it is time
- The same conduct returns under new names.
- Reports to authorities often lack context that you could have found.
- Reviewers carry cases on the side, without time or training.
- Police come back with questions that nobody can answer.
"""),
            table(
                "Three ways to begin",
                ("Model", "Suits", "Watch out for"),
                (
                    ("One trained lead", "Small companies, few cases", "Nobody stands in; isolation"),
                    (
                        "Shared role in trust and safety",
                        "Growing companies",
                        "Cases lose against the daily queue",
                    ),
                    ("Own unit", "Many cases or several products", "Distance from product teams"),
                ),
            ),
            steps(
                "Build the foundation",
                (
                    (
                        "Write the mandate",
                        "What the unit may look at, what it may not, and who approves exceptions.",
                    ),
                    ("Agree on access", "Least access, logged, reviewed by someone outside the unit."),
                    ("Write the case protocol", "When a case opens, how it is recorded, when it closes."),
                    (
                        "Define the outcome",
                        (
                            "Enforcement, a report, a supplement, or a product change. A case without one is"
                            " not finished."
                        ),
                    ),
                    (
                        "Plan for people",
                        "Rotation, counselling, limits on exposure, and a way to leave without penalty.",
                    ),
                ),
            ),
            accordion(
                (
                    (
                        "Who should investigators report to?",
                        (
                            "To someone who can say no to growth targets. In practice this is often legal or the"
                            " head of trust and safety."
                        ),
                    ),
                    (
                        "Do we need former police officers?",
                        (
                            "Their experience helps. So does that of analysts, engineers and social workers."
                            " Mixed teams make fewer blind mistakes."
                        ),
                    ),
                    (
                        "How do we measure the work?",
                        (
                            "By what changed: richer reports, methods closed off, features improved. Counting"
                            " cases rewards the wrong thing."
                        ),
                    ),
                )
            ),
            text("""
## Supplemental reports
A supplement adds facts to a report that was already sent. In the 2024 survey, 24 of 45 members sent them.
A good one says what is new in its first line.

## Limits
Investigators are not police. They do not pose as children, do not contact suspects and do not buy
anything. They look at their own service, and share through agreed channels.
"""),
            LOOK_AFTER_YOURSELF,
            related("wellness-webinar", "reporting-supplements-boost", "do-we-need-investigators"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 4, 27),
        last_reviewed=date(2026, 10, 19),
        review_due=date(2027, 4, 26),
    ),
)
