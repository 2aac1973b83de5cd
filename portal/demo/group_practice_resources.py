"""Resources that belong to one working group on prevention, investigations or shared practice."""

from datetime import date

from portal.demo.blocks import accordion, callout, related, steps, table, text
from portal.demo.notices import KEEP_IN_THE_GROUP, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_POLICY = "petra.nwosu-hale@alliance.example"
_TOOLKITS = "yuki.fennimore@alliance.example"
_METRICS = "dele.hargrove@alliance.example"
_MEMBERSHIP = "marta.ilves@alliance.example"

PRACTICE_GROUP_RESOURCES: tuple[DemoPage, ...] = (
    DemoPage(
        slug="age-assurance-error-notes",
        title="Measuring Errors Without Keeping Evidence",
        summary="Three ways members test an age check while they hold as little data as possible.",
        kind="guidance",
        section="group:age-assurance",
        topics=("age-assurance", "measuring-progress"),
        sensitivity="confidential",
        body=(
            text("""
A regulator wants to know how often an age check is wrong. Privacy asks you to keep nothing. Both are
right. Members use three ways, alone or together.
"""),
            table(
                "Three ways",
                ("Way", "How", "Limit"),
                (
                    (
                        "Paid volunteers",
                        "Adults and, with consent of families, young people who agree to a test",
                        "Small, and not like your users",
                    ),
                    ("Appeals", "Count how often a person decides otherwise", "Only those who object"),
                    ("Trusted tester", "Someone outside measures and deletes", "Cost, and trust"),
                ),
            ),
            text("""
## What to report
Errors in both directions, by age near the line and by groups where you may know them. Say how many people
were tested. Ranges are more honest than decimals.

## What to avoid
Do not keep pictures for later tests. Do not use a child's failed check to train anything. Do not compare
vendors in public with figures from this group.
"""),
            text("""
## A plan for one quarter
1. Choose one feature and one age line.
2. Agree with privacy colleagues on what arises, who sees it and when it is gone.
3. Run the smallest test that could change a decision.
4. Write down the result as a range, with what it does not cover.
5. Change something, or write down why not.

## What members learned
Appeals were the cheapest source and the most useful one, because they came with a reason. Tests with
volunteers looked better than daily use, since volunteers hold the camera well. And two members found that
their second way, for people who fail, was harder to find than the first. They repaired that before they
measured anything else.
"""),
            related("age-assurance-options", "hearing-summary-eastmark-age-checks"),
        ),
        owner_email=_POLICY,
        published=date(2026, 9, 10),
        last_reviewed=date(2026, 9, 10),
        review_due=date(2027, 3, 11),
    ),
    DemoPage(
        slug="sextortion-small-firm-draft",
        title="Small-Firm Edition: What We Leave Out",
        summary="Working notes on a shorter toolkit for companies with fewer than fifty people.",
        kind="toolkit",
        section="group:financial-sextortion-toolkit",
        topics=("sextortion",),
        sensitivity="confidential",
        body=(
            text("""
The full toolkit assumes a team with shifts. A company of ten has none. This edition keeps what one person
can do, and says where help comes from for the rest.

## Stays
- One line in the rules.
- One report category.
- One help text, which we supply.
- One page on what to do when life is at risk.

## Goes
- The lane that is staffed at night. Instead: an automatic answer with emergency contacts, which says
  honestly when someone will read the report.
- The quarterly review. Instead: half an hour twice a year, with a list of questions.
- Signals between companies. Instead: a sentence on how to ask for it later.

## Open
Can a company without a night shift offer messaging to minors at all? Some of us say yes, with safer
defaults. Some say no. The edition should state the question plainly.
"""),
            related("financial-sextortion-toolkit-resource", "sextortion-first-step"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 9, 3),
        last_reviewed=date(2026, 11, 5),
    ),
    DemoPage(
        slug="gaming-roadmap-feedback",
        title="What Studios Told Us",
        summary="Feedback on the roadmap from a handful of fictional studios.",
        kind="report",
        section="group:gaming-sector-roadmap",
        topics=("gaming", "safer-design"),
        sensitivity="confidential",
        body=(
            text("""
Seven studios, all fictional here, used the roadmap for half a year. Their comments are illustrative. They
shape what a second edition would change.

## What helped
“Draw the path” was the exercise that everyone kept. It needs no tool, and designers like it. The table of
stages helped to speak with leadership.

## What did not
- Very small studios skipped the roadmap after page two. They want a single page.
- Voice chat is too short. It deserves a part of its own.
- The stage called leadership sounded like a medal. Another word is needed.

## What surprised us
Three studios found that their youngest players were in places made for creators, and not in the game.
Nobody had looked there.

## Proposal
A page for studios with fewer than twenty people. A part on voice, with the audio webinar as its base. A
new name for the third stage.
"""),
            related("gaming-roadmap", "audio-moderation-webinar"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 10, 15),
        last_reviewed=date(2026, 10, 15),
    ),
    DemoPage(
        slug="intelligence-confidence-scale",
        title="How Sure Are We? A Common Scale",
        summary="Words for confidence that mean the same to every member.",
        kind="guidance",
        section="group:intelligence-gathering",
        topics=("emerging-threats", "investigations"),
        sensitivity="confidential",
        body=(
            text("""
“We think”, “likely” and “confirmed” mean different things in different companies. A trend that one team
only suspects becomes a fact in another's slides. The scale has four words, and each says what stands
behind it.
"""),
            table(
                "The scale",
                ("Word", "Stands for", "May be used for"),
                (
                    ("Heard", "One source, not checked", "Asking others"),
                    ("Seen", "Our own observation, once", "Watching more closely"),
                    ("Repeated", "Several observations or companies", "Changing a queue or a default"),
                    ("Established", "Over time, with an explanation", "Telling all members"),
                ),
            ),
            text("""
## How to write a trend
Say what changed, since when, where, and how sure you are. Leave out names, accounts, words that people
search for, and anything a reader could copy. Two sentences are usually enough.

## When to correct
If a trend turns out to be wrong, say so in the same place and with the same weight.
"""),
            LOOK_AFTER_YOURSELF,
            text("""
## Who decides on the word
The person who brings the trend proposes a word, and one other person in the room asks for the reason. If
the two disagree, the lower word stands. Nobody has to name a source to defend a word.

## Why four and not a number
We tried percentages. They looked exact, were copied into slides and outlived the doubt that stood beside
them. Words are harder to add up, which is what we want.

## Care for those who watch
People who follow trends read more than others and talk about it less. Rotate the task each quarter, and
end each meeting on something that got better.
"""),
            related("investigations-programme-considerations"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 5, 28),
        last_reviewed=date(2026, 5, 28),
        review_due=date(2026, 11, 26),
    ),
    DemoPage(
        slug="supplement-checklist",
        title="Checklist for Supplemental Reports",
        summary="Ten checks before a supplement leaves the house.",
        kind="template",
        section="group:investigations",
        topics=("investigations", "reporting"),
        sensitivity="confidential",
        body=(
            KEEP_IN_THE_GROUP,
            text("""
1. The number of the first report stands at the top.
2. The first sentence says what is new.
3. One supplement has one finding.
4. Times have a zone, and are in order.
5. Links between accounts say what they rest on, and how sure we are.
6. What was looked for and not found is said.
7. Danger to a child now is marked, and the police were called.
8. Names of reviewers do not appear.
9. Someone who was not on the case has read it.
10. The case log has the date and the number, and nothing else.

## For the person who reads it before it goes
You are the stranger. Mark each place where you had to guess. Do not correct the style; ask a question
instead.

## For the team lead
Count how many supplements led to a question from the other side. Fewer questions is the goal, and not
more supplements.
"""),
            LOOK_AFTER_YOURSELF,
            related("investigations-programme-considerations", "reporting-supplements-boost"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 6, 4),
        last_reviewed=date(2026, 10, 22),
        review_due=date(2027, 6, 3),
    ),
    DemoPage(
        slug="working-with-researchers",
        title="Working with Researchers",
        summary="Questions to settle before a company and a research team begin.",
        kind="guidance",
        section="group:research",
        topics=("measuring-progress",),
        sensitivity="confidential",
        body=(
            text("""
Researchers bring method and independence. Companies bring knowledge of their service. It goes wrong when
each expects the other's timetable. Settle these questions first.
"""),
            accordion(
                (
                    (
                        "What is the question?",
                        (
                            "One sentence that both sides agree on. If the answer would change nothing in a"
                            " product, choose another question."
                        ),
                    ),
                    (
                        "Which data, if any?",
                        (
                            "Often none is needed: interviews, design tests and published figures go far."
                            " Personal data needs a legal basis, an ethics review and time."
                        ),
                    ),
                    (
                        "Who may publish what?",
                        (
                            "Researchers publish what they find, also when it is not flattering. The company"
                            " checks for facts that endanger people, and nothing else."
                        ),
                    ),
                    (
                        "How are young people protected?",
                        (
                            "Consent of the young person and of those who care for them, the right to stop,"
                            " support at hand, and no names."
                        ),
                    ),
                    (
                        "What happens afterwards?",
                        "A date half a year later at which the company says what it changed.",
                    ),
                )
            ),
            callout(
                "tip",
                "Begin small",
                "A talk of one hour between a researcher and a designer has led to more changes than some reports.",
            ),
            text("""
## Before the first meeting
Write half a page: what you wonder about, what you could change, and what you cannot share. Ask the
researchers for the same. Most misunderstandings show on these two half pages.

## During the work
Name one person on each side who may say stop. Meet every second week, even if there is little to say. If
law or policy in the company changes what is possible, tell the researchers on the same day.

## When results are uncomfortable
They often are. Agree beforehand on how long the company has to read them, and that silence counts as
consent to publish. A company that answers in public with what it will change gains more trust than one
that explains why the study is wrong.
"""),
            related("latin-america-research-webinar", "annual-report-2024"),
        ),
        owner_email=_METRICS,
        published=date(2026, 6, 18),
        last_reviewed=date(2026, 6, 18),
        review_due=date(2027, 6, 17),
    ),
    DemoPage(
        slug="transparency-definitions-draft",
        title="Plain Definitions: Item, Report, Decision",
        summary="A draft of definitions that members could share in their reports.",
        kind="guidance",
        section="group:transparency",
        topics=("transparency",),
        sensitivity="confidential",
        body=(
            text("""
Two reports say “10,000 pieces of content” and mean different things. The group proposes definitions that
any member can adopt. They are a draft.
"""),
            table(
                "Draft definitions",
                ("Word", "Meaning", "Counts once"),
                (
                    (
                        "Item",
                        "One file, message or profile that a person could see",
                        "Even if it was shared often",
                    ),
                    (
                        "Report",
                        "One message from someone who says that something is wrong",
                        "Each message, also about the same item",
                    ),
                    (
                        "Decision",
                        "One choice by a person or a rule to act or not",
                        "Each item that it covers, with a note on batches",
                    ),
                    (
                        "Account closed",
                        "Permanent, after appeals that were decided in the period",
                        "Per account, not per person",
                    ),
                    (
                        "Report to an authority",
                        "One submission with its own number",
                        "Even if it holds several items",
                    ),
                ),
            ),
            text("""
## Questions for the next meeting
- Are matches by hashing that block an upload an item? Nobody saw it.
- How do we count an account that closes itself before a decision?
- What do small companies do, where each figure is below ten?
"""),
            text("""
## How to adopt a definition
Put the meaning beside the figure and not in an appendix. If your own definition differs, keep it and say
how. A change of definition is the moment at which readers lose trust, so publish both counts for one
period.

## What we left out
We do not define severity here; the Industry Classification System does. We do not define a victim. And we
do not propose a single total: adding items, accounts and reports makes a large figure that means nothing.
"""),
            related("transparency-reporting-template", "trust-framework"),
        ),
        owner_email=_METRICS,
        published=date(2026, 9, 17),
        last_reviewed=date(2026, 9, 17),
    ),
    DemoPage(
        slug="onboarding-new-safety-staff",
        title="Onboarding New Safety Staff",
        summary="What members give to a new colleague in the first week, month and quarter.",
        kind="guidance",
        section="group:information-knowledge-sharing",
        topics=("starting-a-programme", "wellness"),
        sensitivity="confidential",
        body=(
            text("""
New colleagues want to help at once. The best teams slow them down. This is what several members do, put
together.
"""),
            steps(
                "A calm beginning",
                (
                    (
                        "First day: people",
                        "Meet the team, the counsellor and the person to call at night. No content.",
                    ),
                    (
                        "First week: rules",
                        "Read the rules, the map of the service and this portal. Decide ten made-up cases.",
                    ),
                    ("Second week: beside someone", "Watch decisions, with filters on, half a day at most."),
                    ("First month: own queue", "The easiest one, with every decision checked."),
                    ("First quarter: a talk", "How is it? Is this the right work? Leaving is no failure."),
                ),
            ),
            text("""
## What to give them
A glossary, the care plan, the list of who decides what, and a person who is not their manager.

## What to wait with
Access to the hardest queue, tools for investigation and the rota for the night.
"""),
            LOOK_AFTER_YOURSELF,
            text("""
## For the person who accompanies
You are the first colleague, not the examiner. Say aloud what you think while you decide. Show a decision
that you got wrong. Stop when the other person has had enough, and do not ask them to prove it.

## Signs that it is too fast
Someone who takes no breaks, jokes about everything or never asks has probably seen too much too soon. Go
one step back. It costs a week and saves a colleague.
"""),
            related("wellness-starter-kit", "wellness-webinar", "glossary"),
        ),
        owner_email=_MEMBERSHIP,
        published=date(2026, 8, 4),
        last_reviewed=date(2026, 8, 4),
        review_due=date(2027, 8, 3),
    ),
)
