"""Resources that belong to one working group on technology or AI."""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, figure, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, KEEP_IN_THE_GROUP, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_GEN_AI = "callum.drey@alliance.example"
_TOOLKITS = "yuki.fennimore@alliance.example"
_PERSONA = "coordinator@demo.example"

TECHNOLOGY_GROUP_RESOURCES: tuple[DemoPage, ...] = (
    DemoPage(
        slug="hma-deployment-notes",
        title="HMA Deployment Notes",
        summary="Lessons from members who rolled out Hasher-Matcher-Actioner.",
        kind="guidance",
        section="group:hma-resource-group",
        topics=("hashing-and-matching", "detection"),
        sensitivity="confidential",
        body=(
            KEEP_IN_THE_GROUP,
            text("""
Five members wrote these notes while they deployed Hasher-Matcher-Actioner (HMA). The project's own
documentation says how to install it. These notes say what we wished we had known. They leave out settings
and thresholds on purpose: those depend on your service, and do not belong on a page.
"""),
            table(
                "Before, during, after",
                ("Phase", "What went well", "What did not"),
                (
                    (
                        "Before",
                        "A week of reading agreements for each list",
                        "Starting with three lists at once",
                    ),
                    (
                        "Build",
                        "Hashing in the upload service, matching apart from it",
                        "Matching inside the request of the user",
                    ),
                    (
                        "Watch",
                        "Two weeks of counting without action",
                        "Skipping it because the date was near",
                    ),
                    ("Act", "Lock first, review within hours", "Deleting on match, without a record"),
                    (
                        "Run",
                        "An alarm when a list is late or shrinks",
                        "Learning about a stopped sync from a user",
                    ),
                ),
            ),
            steps(
                "A rollout that worked twice",
                (
                    ("Put hashing in the path", "Compute and store the hash on upload; do nothing else yet."),
                    ("Add one list", "With the owner of the agreement in the room."),
                    ("Watch", "Compare matches with what reviewers would have decided."),
                    ("Turn on locking", "For one product, on a Tuesday morning."),
                    ("Review the first hundred", "Together, with support, in short sessions."),
                    ("Widen", "Next product, next list, never both in the same week."),
                ),
            ),
            accordion(
                (
                    (
                        "How large must the machine be?",
                        (
                            "Smaller than you think for matching, larger for indexing after a big sync. Measure"
                            " with harmless samples."
                        ),
                    ),
                    (
                        "Old hashes in another format?",
                        (
                            "A prototype translator exists from Initiate. Treat its results as hints for review,"
                            " not as matches."
                        ),
                    ),
                    ("How do we upgrade?", "Run old and new side by side for a day and compare counts."),
                )
            ),
            LOOK_AFTER_YOURSELF,
            documents("hma-rollout-checklist"),
            related("hash-sharing-practice", "guide-hashing-and-matching", "hma-list-outage-drill"),
        ),
        owner_email=_PERSONA,
        published=date(2026, 4, 2),
        last_reviewed=date(2026, 10, 1),
        review_due=date(2027, 4, 1),
    ),
    DemoPage(
        slug="hma-list-outage-drill",
        title="Drill: A Hash List Stops Syncing",
        summary="A rehearsal of one hour for the most common quiet failure in matching.",
        kind="template",
        section="group:hma-resource-group",
        topics=("hashing-and-matching",),
        sensitivity="confidential",
        body=(
            text("""
The most common failure in hashing makes no noise. The list stops syncing, matching goes on with old
entries, and every graph looks normal. This drill finds out how long it would take you to notice.
"""),
            steps(
                "One hour",
                (
                    ("Choose a test list", "One of your own, with hashes of harmless pictures."),
                    (
                        "Stop its sync",
                        "Without telling the person on call, but with the agreement of their manager.",
                    ),
                    ("Wait", "How long until an alarm, and who receives it?"),
                    ("Repair", "Does the written procedure work for someone who has never used it?"),
                    ("Talk", "What did you learn, and who changes what by when?"),
                ),
            ),
            callout("tip", "Be kind", "A drill tests the system. Nobody is examined."),
            related("hma-deployment-notes"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 8, 6),
        last_reviewed=date(2026, 8, 6),
        review_due=date(2027, 8, 5),
    ),
    DemoPage(
        slug="tech-hash-translation-pilot",
        title="Pilot Notes: Translating Hashes Between Formats",
        summary="What a small pilot with harmless pictures showed about moving from old hashing to new.",
        kind="report",
        section="group:tech-innovation",
        topics=("hashing-and-matching", "detection"),
        sensitivity="confidential",
        body=(
            KEEP_IN_THE_GROUP,
            text("""
Lists grow old with the hashing that made them. Computing new hashes needs the files, which nobody may
pass around. At Initiate, engineers built a prototype that guesses the new hash from the old one. Four
members tried it on landscapes and drawings for six weeks.

## What we saw
- It works well when both kinds of hash look at similar features, and poorly when they do not.
- Its confidence says something: low values were mostly wrong.
- It is fast enough for a whole list in a night, on ordinary machines.

All figures are illustrative and from harmless pictures.
"""),
            table(
                "Illustrative result, harmless pictures",
                ("Kind of change", "Found before", "Found with translation"),
                (
                    ("None", "all", "nearly all"),
                    ("Resized", "most", "most"),
                    ("Cropped", "some", "few"),
                    ("Mirrored", "few", "few"),
                ),
            ),
            text("""
## What we conclude
A translated hash can put a file in a reviewer's queue. It must not lock or report by itself. We suggest
to mark such entries in the list, so that an appeal can see where they came from.

## What is open
We do not know how it behaves on other kinds of pictures and cannot find out in this way. The owners of
the lists can, since they may lawfully hold the files. We have asked.
"""),
            documents("hash-translation-pilot-report"),
            related("video-hash-benchmark", "hash-sharing-practice", "tech-vendor-questions"),
        ),
        owner_email=_PERSONA,
        published=date(2026, 6, 11),
        last_reviewed=date(2026, 9, 17),
        review_due=date(2027, 3, 18),
    ),
    DemoPage(
        slug="tech-vendor-questions",
        title="Questions to Ask a Vendor of Detection Tools",
        summary="Twelve questions that the group asks before a pilot.",
        kind="template",
        section="group:tech-innovation",
        topics=("detection", "classifiers"),
        sensitivity="confidential",
        body=(
            text("""
We ask every vendor the same questions, in writing, before the first demonstration. Good vendors like
them. The answers stay in this group.

## About the method
1. What does it find, and what does it not find?
2. Which data was it made from, and who was allowed to hold it?
3. How were errors measured, for which languages and groups?
4. What does a score mean, and what should nobody use it for?

## About running it
5. Where does it run, and what leaves our systems?
6. What happens when it is down?
7. How are versions announced, and can we test one before it is live?
8. Can we leave, and with what?

## About people
9. Who at the vendor sees content, and how are they cared for?
10. How does a reviewer give feedback?
11. How can a user's appeal be answered?
12. Who has stopped using it, and why?
"""),
            callout(
                "info",
                "No endorsement",
                "A pilot is not a recommendation. Do not quote the group in a press release.",
            ),
            related("tech-hash-translation-pilot"),
        ),
        owner_email=_PERSONA,
        published=date(2026, 7, 9),
        last_reviewed=date(2026, 7, 9),
        review_due=date(2027, 7, 8),
    ),
    DemoPage(
        slug="gen-ai-training-data-hashing",
        title="Cleaning Training Data: the Place of Hashing",
        summary="What matching against known lists can do for a training set, and what it cannot.",
        kind="guidance",
        section="group:gen-ai-models",
        topics=("generative-ai", "hashing-and-matching"),
        sensitivity="confidential",
        body=(
            KEEP_IN_THE_GROUP,
            text("""
A model should not learn from abuse material. Large sets gathered from the open web can contain it.
Hashing against recognised lists finds known files before training. It is the first safeguard and not the
last.
"""),
            figure(
                "layered-safeguards",
                "Four rounded bars, one above the other, labelled design, detection, review and support.",
                "Data, model, service and release: safeguards in layers.",
            ),
            table(
                "What each step can do",
                ("Step", "Finds", "Does not find"),
                (
                    ("Choosing sources", "Places with little care", "Single files in good places"),
                    ("Hashing and matching", "Known files and near copies", "New or unknown material"),
                    ("Classifiers", "Likely adult or harmful content", "Certainty"),
                    ("Separating subjects", "Combinations that should never meet", "Every combination"),
                    ("Review of a sample", "What tools got wrong", "What was not sampled"),
                ),
            ),
            steps(
                "How members go about it",
                (
                    ("Ask who may match", "Often a provider or a hotline may lawfully do what you may not."),
                    ("Match before you copy", "The fewer copies of an unchecked set there are, the better."),
                    ("On a match, stop", "Lock the shard, call counsel, report as they say. Do not look."),
                    ("Trace the source", "One match says something about its neighbours."),
                    (
                        "Write it down",
                        "Source, date, list, result. A model card can say so in public, in general words.",
                    ),
                ),
            ),
            ASK_COUNSEL,
            documents("training-data-checklist"),
            related("guide-hashing-and-matching", "red-team-our-image-model", "gen-ai-refusal-notes"),
        ),
        owner_email=_PERSONA,
        published=date(2026, 5, 14),
        last_reviewed=date(2026, 11, 5),
        review_due=date(2027, 5, 13),
    ),
    DemoPage(
        slug="gen-ai-refusal-notes",
        title="Notes on Refusals",
        summary="How a model can say no calmly, briefly and in several languages.",
        kind="guidance",
        section="group:gen-ai-models",
        topics=("generative-ai", "safer-design"),
        sensitivity="confidential",
        body=(
            text("""
A refusal is a message to a person. Most people who see one meant no harm. A few did. The same words must
suit both.

## What we agree on
- **Short.** One sentence that says no and one that says where help is.
- **Calm.** No accusation, no lecture.
- **Steady.** The same answer in each language and on each try.
- **Silent about the method.** A refusal does not explain what triggered it.
- **Open to help.** Someone who worries about their own thoughts finds a helpline. Someone who was harmed
  finds another.

## What we discuss
Should a user be told that a request may be reported? Some members say so in their rules and not in the
refusal. Should a refused request lock an account? Most review first.

## How we test
With requests on harmless subjects that fall under other limits. We never write a request that asks for
abuse, not even to see it refused.
"""),
            text("""
## Words that did not work
“This violates our policy” sounded like an accusation to people who had asked something harmless. “I
cannot help with that right now” sounded like an invitation to try again. The shortest version worked
best: “I can't help with this.” A second line then says where help is.

## Who keeps the words current
Name an owner for refusals as you would for any text in the product. Look at them each quarter in every
language you offer, with someone who speaks it as a first language. A translation can be correct and still
be cold.

## What to measure
Count how often people follow the link to help, and how often a person tries the same thing again. Do not
keep the requests themselves for this. A change in either figure after a new version is a reason to look
at the words again.
"""),
            related("gen-ai-training-data-hashing"),
        ),
        owner_email=_GEN_AI,
        published=date(2026, 7, 2),
        last_reviewed=date(2026, 7, 2),
        review_due=date(2027, 1, 4),
    ),
    DemoPage(
        slug="red-teaming-legal-questions",
        title="Red-Teaming Legal Questions",
        summary="A memo of issues to bring to counsel before any test of a model.",
        kind="guidance",
        section="group:gen-ai-legal-red-teaming",
        topics=("generative-ai", "regulation"),
        sensitivity="confidential",
        body=(
            callout(
                "warning",
                "This memo is not a permission",
                "It lists questions. Nothing in it allows a test. Never try to make a model produce abuse material.",
            ),
            text("""
Lawyers of six members collected what they are asked most. The memo gives questions without answers, since
answers differ by country and by facts.

## Before a test
1. Which law applies: that of the tester, the server, the company or all of them?
2. Is an attempt itself an offence, if nothing is produced?
3. Does it matter whether output is shown to a person?
4. Is there an agreement with an authority or a hotline that changes the answer?
5. Who approves, in writing, and for how long?

## During a test
6. What happens at once if something illegal appears?
7. Who may see it, and who may not?
8. What must be reported, within what time?

## Afterwards
9. What may be kept as evidence of the test, and what must go?
10. May results be shared with other companies, and in what form?
11. What does the company say in public?
"""),
            table(
                "Lawful proxies, as discussed",
                ("Proxy", "Shows", "Does not show"),
                (
                    ("Limits on other subjects", "Whether the mechanism holds", "Whether it holds here"),
                    ("Review of training data", "Whether a subject was learned", "How it combines"),
                    ("Text-only analysis of rules", "Gaps in wording", "Behaviour"),
                ),
            ),
            ASK_COUNSEL,
            text("""
## How to use the memo
Send the questions to counsel as they are, with two sentences about your product. Ask for answers in
writing. Bring them to the group only in general terms, such as “three of five said yes”. Names of firms
and full opinions stay in your company.
"""),
            documents("red-teaming-counsel-memo"),
            related("gen-ai-reporting-template-resource", "red-team-our-image-model"),
        ),
        owner_email=_GEN_AI,
        published=date(2026, 6, 25),
        last_reviewed=date(2026, 10, 29),
        review_due=date(2027, 4, 29),
    ),
    DemoPage(
        slug="gen-ai-review-notes",
        title="What Reviewers Need Not Decide",
        summary="A note on reviewing content whose origin is not known.",
        kind="guidance",
        section="group:gen-ai-content",
        topics=("generative-ai", "wellness"),
        sensitivity="confidential",
        body=(
            text("""
Reviewers spend minutes on the question whether a picture is real. They are often wrong, and it weighs on
them. Most members now tell them that they need not decide.

## The rule
Content that breaks the rules breaks them however it was made. Remove and report it in the same way. If
something suggests that a model took part, tick the field and write one sentence. If not, leave it empty.

## Why it helps
- Decisions are faster and more alike.
- Nobody looks longer than needed.
- Analysts, who have other means, make the judgement.

## What to write
“The reviewer suspects a synthetic origin because of the caption.” Say what was seen, and not how sure you
feel.

## What not to write
Do not describe features by which synthetic pictures can be told from others. They change, and a list
helps those who want to hide.
"""),
            LOOK_AFTER_YOURSELF,
            text("""
## How to introduce it
Say it in training, write it into the guide for reviewers and repeat it after a month. Some reviewers feel
that they give up a part of their craft. It helps to show what an analyst can do that a reviewer cannot.

## Questions from teams
**What if a user appeals and says that it is only AI?** The rule does not depend on it. The answer to the
user can say so in one sentence.

**What about art?** Rules that forbid sexual content about children cover drawings, too. Reviewers need no
theory of art to apply them.
"""),
            related("gen-ai-reporting-template-resource"),
        ),
        owner_email=_GEN_AI,
        published=date(2026, 5, 7),
        last_reviewed=date(2026, 5, 7),
        review_due=date(2026, 11, 5),
    ),
    DemoPage(
        slug="gen-ai-classification-questions",
        title="Where Reviewers Disagreed",
        summary="General questions about the common categories, without any material.",
        kind="report",
        section="group:gen-ai-classification",
        topics=("generative-ai", "reporting"),
        sensitivity="confidential",
        body=(
            text("""
Six teams asked their trained reviewers where the common categories fail for AI content. They answered in
words; no material left any company.

## Three patterns
**Origin.** Reviewers wanted a place to note that something may be synthetic. They did not want it to
change the category.

**Alteration.** A picture of a real child that was altered raised most questions. All teams treat it as a
real child at risk.

**Text and image together.** A harmless picture can become harmful through its caption. The categories
look at pictures alone.
"""),
            table(
                "Options on the table",
                ("Option", "For", "Against"),
                (
                    ("Keep as it is", "Old labels stay comparable", "Origin stays in free text"),
                    ("Add a field for origin", "Small change, helps analysts", "Tools must be adapted"),
                    ("Revise the categories", "Could cover text as well", "Years of labels lose meaning"),
                ),
            ),
            text("Most teams lean to the second option. The recommendation is due in spring."),
            related("industry-classification-system", "gen-ai-reporting-template-resource"),
        ),
        owner_email=_GEN_AI,
        published=date(2026, 9, 24),
        last_reviewed=date(2026, 9, 24),
    ),
    DemoPage(
        slug="gen-ai-template-decisions",
        title="Why the Template Has These Fields",
        summary="Decisions behind the reporting template, kept for its yearly review.",
        kind="report",
        section="group:gen-ai-reporting-template",
        topics=("generative-ai", "reporting"),
        sensitivity="confidential",
        body=(
            text("""
The template looks simple. Each field stands for a discussion. These notes save the next editors from
having it again.
"""),
            accordion(
                (
                    (
                        "Why one field for the role of AI?",
                        (
                            "We began with five tick boxes. Reviewers ticked all or none. One choice with four"
                            " values was filled in correctly."
                        ),
                    ),
                    (
                        "Why include refusals?",
                        (
                            "A refused request can show intent and repetition. Companies decide when it is"
                            " reportable; the field makes it visible."
                        ),
                    ),
                    (
                        "Why no field for the prompt?",
                        ("Full wording in a text field travels too far. If it is needed, it goes where evidence goes."),
                    ),
                    (
                        "Why a contact who knows the system?",
                        "Analysts told us that most of their questions were about how a product works.",
                    ),
                    (
                        "Why not a score?",
                        "A number without meaning looks precise. We ask how the content was found instead.",
                    ),
                )
            ),
            related("gen-ai-reporting-template-resource"),
        ),
        owner_email=_GEN_AI,
        published=date(2026, 4, 20),
        last_reviewed=date(2026, 4, 20),
        review_due=date(2027, 4, 19),
    ),
)
