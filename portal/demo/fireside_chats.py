"""Notes of past fireside chats."""

from datetime import date

from portal.demo.blocks import accordion, callout, related, steps, text
from portal.demo.notices import FICTIONAL_SPEAKERS, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_MEMBERSHIP = "marta.ilves@alliance.example"

FIRESIDE_CHATS: tuple[DemoPage, ...] = (
    DemoPage(
        slug="getting-started-with-ncmec-chat",
        title="Getting Started with Reporting CSAM to NCMEC",
        summary="A first report, walked through step by step with a made-up case.",
        kind="recording",
        section="fireside-chats",
        audience="pathways",
        sensitivity="restricted",
        topics=("reporting", "reporting-to-ncmec"),
        held_on=date(2026, 3, 5),
        speakers=("emeka.strand@larkspan.example",),
        capacity=60,
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Emeka Strand has taught reporting at a large company. He remembers how lonely the first report was at a
small one. The talk followed a made-up case through a company of ten people. No real case was discussed.
"""),
            steps(
                "The walk-through",
                (
                    (
                        "A user reports an account",
                        (
                            "The report lands in a shared inbox. A rule marks it so that only two trained"
                            " people can open it."
                        ),
                    ),
                    (
                        "Lock first, think second",
                        "The content is hidden from everyone else before anyone reads on.",
                    ),
                    (
                        "Two questions",
                        (
                            "Is a child in danger now? Is this reportable? The first goes to the police, the"
                            " second to the form."
                        ),
                    ),
                    ("Fill in what you know", "Leave out what you guess. Write the reason in one sentence."),
                    ("Note the number", "The report's number goes into the case log, and nothing else does."),
                    ("Stop", "A break, a word with a colleague, and nothing new for the rest of the hour."),
                ),
            ),
            accordion(
                (
                    (
                        "What if I report something that turns out to be lawful?",
                        (
                            "Reports made in good faith are expected to contain mistakes. Write why you judged it"
                            " so. Learn from the answer, if one comes."
                        ),
                    ),
                    (
                        "Will we hear what happened?",
                        "Often not. Police cannot always tell. It helps to know this beforehand.",
                    ),
                    (
                        "How long does the form take?",
                        ("The first time an hour, later fifteen minutes. Fill in a blank one for practice on paper."),
                    ),
                )
            ),
            LOOK_AFTER_YOURSELF,
            related("guide-reporting-to-ncmec", "what-makes-a-report-actionable"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 3, 16),
        last_reviewed=date(2026, 9, 14),
        review_due=date(2027, 3, 15),
    ),
    DemoPage(
        slug="first-90-days-chat",
        title="First 90 Days of a Safety Programme",
        summary="What one team lead did first, what waited, and what he would not do again.",
        kind="recording",
        section="fireside-chats",
        audience="pathways",
        sensitivity="restricted",
        topics=("starting-a-programme",),
        held_on=date(2026, 4, 9),
        speakers=("emeka.strand@larkspan.example",),
        capacity=40,
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Emeka Strand spoke about his first job in trust and safety, at a company that no longer exists. He was
alone, and nobody had asked for him.

## The first thirty days: listen
He read every user report of the past year, forty in all. He asked support what made them uneasy. He drew
the service on one sheet and showed it to the engineers, who found three mistakes in it. “That sheet was
the programme,” he said.

## The second thirty days: close doors
Two defaults changed: strangers could no longer write to young users, and new accounts could no longer
send links. No model, no vendor. Reports fell by a third in his illustrative example.

## The third thirty days: make it last
He wrote the rules, trained a deputy and rehearsed. The rehearsal failed, because the deputy had no
access. They repaired it and tried again.

## What he would not do again
- Buy a tool in the first month.
- Review alone in the evening.
- Promise a date for automatic detection.
"""),
            callout(
                "tip",
                "A sentence to borrow",
                "“I do not need a team yet. I need two days a week and the right to say no.”",
            ),
            related("guide-starting-a-programme", "who-hears-first"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 4, 20),
        last_reviewed=date(2026, 4, 20),
        review_due=date(2027, 4, 19),
    ),
    DemoPage(
        slug="hashing-small-budget-chat",
        title="Hashing on a Small Budget",
        summary="Which parts of hashing and matching cost money, and which cost time.",
        kind="recording",
        section="fireside-chats",
        audience="pathways",
        sensitivity="restricted",
        topics=("hashing-and-matching", "detection"),
        held_on=date(2026, 5, 7),
        speakers=("noor.castellane@quillmere.example",),
        capacity=40,
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Noor Castellane runs matching at a cloud company, and advises small ones in her own time. Her message:
hashing is cheap, care is not.

## What costs little
- The software. There is open source, and there are free APIs and sublicences for those who qualify.
- Computing. A fingerprint takes milliseconds. Storage for a list is small.

## What costs time
- The agreement for a list. Begin early; lawyers need weeks.
- Review. Each match is a decision by a trained person. Plan for more in the first month.
- Corrections. A wrong entry must be found, reported to the list's owner and undone for the user.

## Her order for a company of ten
1. Ask your host whether it matches for you. Some do.
2. If not, match public uploads only, with one list.
3. Watch for two weeks. Then act.
4. Add a second list when the first is boring.

## Questions
**Is an exact hash enough?** As a start. It misses every changed copy, and most copies are changed.

**Can we share matches with other companies?** Not by e-mail. There are programmes with agreements and
checks for that.

**What do you wish you had known?** That reviewers need support from the first match, and not from the
hundredth.
"""),
            related("guide-hashing-and-matching", "which-matching-tool-first", "photodna-for-non-members"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 5, 18),
        last_reviewed=date(2026, 5, 18),
        review_due=date(2027, 5, 17),
    ),
    DemoPage(
        slug="rules-teens-understand-chat",
        title="Writing Rules Teens Understand",
        summary="Plain words, short sentences, and why fear does not work.",
        kind="recording",
        section="fireside-chats",
        audience="pathways",
        sensitivity="restricted",
        topics=("policy-and-rules", "safer-design"),
        held_on=date(2026, 6, 4),
        speakers=("greta.loy@findlewick.example",),
        capacity=40,
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Greta Loy rewrote the rules of a search company for readers of thirteen. She tested them with adults who
teach that age, and with a youth panel that a charity ran. No young person can be identified in these
notes.

## What the panel said
- “You write as if we are the problem.”
- “I do not know what solicitation is.”
- “I would report it if I knew that my parents are not told.”

## What changed
**Words.** “Do not ask anyone under 18 for sexual pictures” replaced a sentence with four legal terms.

**Order.** Help came first, rules second, penalties last.

**Promises.** The page says who sees a report, and who does not. Where the company cannot promise
something, it says so.

**Tone.** No exclamation marks, no warnings in red. Calm reads as safe.

## How to test in a week
Ask three people to read the page aloud. Note where they stop. Ask what they would do if a friend were in
trouble. If the answer is not on the page, the page is not finished.
"""),
            callout(
                "tip",
                "Consent",
                "When young people help you, they and those who care for them agree first, can stop at any"
                " time, and are never named.",
            ),
            related("guide-content-policies", "what-should-terms-prohibit"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 6, 15),
        last_reviewed=date(2026, 6, 15),
        review_due=date(2027, 6, 14),
    ),
    DemoPage(
        slug="looking-after-two-moderators-chat",
        title="Looking After Two Moderators",
        summary="Care in a team so small that nobody can hide, or rest.",
        kind="recording",
        section="fireside-chats",
        audience="pathways",
        sensitivity="restricted",
        topics=("wellness",),
        held_on=date(2026, 9, 3),
        speakers=("marta.ilves@alliance.example",),
        capacity=40,
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Marta Ilves spent years beside review teams before she joined the alliance. She spoke about the smallest
of them: two people, one queue.

## The arithmetic of two
If one is ill, the other has everything. If one opts out, the other has everything. So the first rule
concerns neither of them: someone outside must be able to take over for a day. It may be the founder. It
must be trained.

## Three habits
- **Never alone, never late.** Hard cases are opened when both are there, and not in the last hour of the
  day.
- **Say the scale, not the story.** “That was a four” is enough. Nobody needs details over lunch.
- **End on something else.** The last half hour belongs to another task.

## For the person who pays
Counselling costs less than replacing someone. Write it into the budget under tools, if that helps, for it
is one.

## Questions
**Should reviewers be paid more?** They should be paid fairly, be able to leave the queue without losing
pay, and not be made to feel heroic.

**How do we hire?** Describe the work in the advert. Offer a paid trial with harmless material. Ask about
support that has helped before, and not about private life.
"""),
            related("wellness-starter-kit", "two-moderators"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 9, 14),
        last_reviewed=date(2026, 9, 14),
        review_due=date(2027, 9, 13),
    ),
)
