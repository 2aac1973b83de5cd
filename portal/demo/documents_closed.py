"""Files for members and for single working groups."""

from datetime import date

from portal.demo.prose import document_paragraphs
from portal.demo.shapes import DemoDocument

MEMBER_DOCUMENTS: tuple[DemoDocument, ...] = (
    DemoDocument(
        slug="duty-map-worksheet",
        title="Duty Map for Reporting Outside the US",
        filename="duty-map-worksheet.docx",
        format="docx",
        audience="members",
        summary="One page per country, to fill in with counsel.",
        author="Petra Nwosu-Hale",
        dated=date(2026, 3, 2),
        paragraphs=document_paragraphs("""
Make one copy for each country that matters to you. Counsel fills in the answers; you keep the page
current.

## Country and product
- Country, and date of this page:
- Products that are offered there:
- Name of counsel:

## Duty to report
- Which authority takes reports by companies?
- From which moment does time run, and how long is it?
- In which language, and by which route?
- May or must we report to NCMEC as well? In which order?

## Content of a report
- Fields that the law requires:
- Data that we may not send, or not send abroad:
- Who signs?

## Preservation
- What must be kept, how long, and under which protection?
- When must it be deleted?

## Matching
- Are there rules on hashing of public or private files?
- Which lists may be used?

## Conflicts
- Where do two duties pull apart? What did we decide, who approved it, and when do we look again?

## Practice
- Date of the last test of access:
- Person on call this quarter:
"""),
    ),
    DemoDocument(
        slug="sextortion-prevention-checklist",
        title="Financial Sextortion Prevention Checklist",
        filename="sextortion-prevention-checklist.pdf",
        format="pdf",
        audience="members",
        summary="The toolkit's checklist, to be used in a meeting.",
        author="Yuki Fennimore",
        dated=date(2026, 3, 16),
        paragraphs=document_paragraphs("""
Work through this with product, safety, support and legal in one room. Mark each line: yes, partly, no,
not for us. Choose two lines to improve.

## Policy
- Sexual extortion is named in our rules, with and without money.
- Reviewers know that the account of a victim may look like that of an offender.

## First contact
- Strangers cannot write to minors by default.
- New accounts meet friction before they write to many people.
- Profiles of minors do not show lists of friends to strangers.

## Pressure
- A calm notice appears where it helps, and was tested with young people.
- Blocking takes one tap and does not warn the other side.

## Payment
- Support staff recognise a frightened young person.
- We have agreed channels with payment companies.

## Help
- A report category in the words of young people.
- Help text without blame, shorter than a screen.
- A link to Take It Down for those under 18.
- A procedure for risk of self-harm, rehearsed this year.

## After
- We share lessons, and signals only through agreed programmes.
- Reviewers have support after such cases.
- We look at times and paths each quarter, without counting victims.
"""),
    ),
    DemoDocument(
        slug="gen-ai-template-form",
        title="Generative AI Reporting Template: Form",
        filename="gen-ai-reporting-template.docx",
        format="docx",
        audience="members",
        summary="The fields of the template with hints; do not fill it in outside your reporting tool.",
        author="Callum Drey",
        dated=date(2026, 4, 13),
        paragraphs=document_paragraphs("""
This form shows the fields of the template. Build them into your reporting tool. Do not fill in this file
with facts of a case, and do not send it by e-mail.

## 1. Role of AI
Choose one: asked, produced, altered, suspected.

## 2. Outcome
Choose one: refused, blocked after creation, delivered, not known.

## 3. Source
Our own model with its version, a third party's, or not known.

## 4. Known child
Yes, no, or not known. One sentence on why you say so.

## 5. How it was found
User report, hashing and matching, classifier, review, or a signal by another company. Do not give a score
without saying what it means.

## 6. Sequence
First event, last event, time zone. At most five lines.

## 7. Other accounts
Only if you know that they belong together, and how you know.

## 8. Contact
A person who can explain the system, and a deputy.

## Notes for those who build it in
- Make fields 1 to 4 required, with “not known” as a choice.
- Show one example that is plainly fictional.
- Keep prompts and outputs out of free text.
- Give the field for immediate danger the first place.
"""),
    ),
    DemoDocument(
        slug="gaming-roadmap-summary",
        title="Gaming Roadmap: Summary for Leadership",
        filename="gaming-roadmap-summary.pdf",
        format="pdf",
        audience="members",
        summary="The roadmap in short, for those who decide on time and money.",
        author="Yuki Fennimore",
        dated=date(2026, 3, 30),
        paragraphs=document_paragraphs("""
Games are places to meet. That is their strength, and also their risk. Twelve companies wrote a roadmap
for studios and publishers. This summary is for people who decide on time and money.

## Why now
Children play earlier and with more strangers than before. Regulators ask for proof of care. Players and
parents leave places that feel unsafe. Design changes are cheap before launch.

## Three stages
Foundation: rules, reports from within the game, chat off for young children, hashing of uploaded
pictures, one named owner.

Practice: defaults by age, friction for gifts from strangers, matching of video, reviewers with training
and support.

Leadership: a safety review for each feature, signals from other companies, investigators, public reports.

## What it takes
- One owner with the right to delay a feature.
- Two days of an engineer each month at the first stage.
- Training and support for everyone who reviews.

## What to ask your team
- Where in our game can an adult be alone with a child?
- Which default did we change this year?
- How long until a report by a child is read?
- Who looks after the people who read it?

## What not to expect
No tool makes a game safe. A calm team that looks again every quarter comes close.
"""),
    ),
    DemoDocument(
        slug="transparency-report-skeleton",
        title="Transparency Report Skeleton",
        filename="transparency-report-skeleton.docx",
        format="docx",
        audience="members",
        summary="Headings and hints for a public report.",
        author="Dele Hargrove",
        dated=date(2026, 5, 11),
        paragraphs=document_paragraphs("""
Replace each hint with your own words. Delete what does not fit. Four honest pages are better than forty.

## Opening
Who we are. Products and months that this report covers. What changed since the last one.

## Our rules
What is forbidden, in two sentences, with a link. When the rules last changed and why.

## How we find it
Kinds of method in general words: user reports, hashing and matching, classifiers, signals from others.
Say which products use which. No thresholds, no settings.

## Who decides
People, their training, their support. What is automatic, and what never is.

## Figures
- Reports by users:
- Items removed:
- Accounts closed, after appeals:
- Reports to authorities, and which ones:
- First source of detection:
- Requests by police:

For each, a definition of one sentence. Ranges where a number is below ten.

## Appeals
How a user objects. How many did. How often a decision changed, and what we learned.

## Limits
What is not counted. Which figures are estimates. Which definition changed.

## Next
What we mean to improve, without dates that we cannot keep.

## Before you publish
A second person has repeated each count. Someone has read it as a critic, and someone as an adversary.
"""),
    ),
    DemoDocument(
        slug="age-assurance-comparison",
        title="Age Assurance: Comparison Sheet",
        filename="age-assurance-comparison.pdf",
        format="pdf",
        audience="members",
        summary="Questions to compare methods for one feature.",
        author="Petra Nwosu-Hale",
        dated=date(2026, 5, 25),
        paragraphs=document_paragraphs("""
Use one copy for each feature and not for the whole product. Start with the risk.

## The feature
- What can happen to a child here?
- Would a safer default for everyone make a check unnecessary?
- What does the law ask where we offer it?

## For each method
- What does a person have to do, have or show?
- Who cannot pass, and what is the second way?
- How often is it wrong, in both directions, near the age that matters?
- Which data arises, where is it, who sees it, when is it gone?
- What happens if the provider is down?
- Can a person explain the result to a user?

## Methods to consider
Declared, inferred from use, estimated from a face, confirmed by an adult, verified by document, token by
a third party.

## Decision
- Method, and why no lighter one would do:
- Second way:
- Appeal, and who reads it:
- What is deleted, and when:
- Date of the next look:

## After three months
How many people failed? How many objected, and how often did a person decide otherwise? What did support
hear?
"""),
    ),
    DemoDocument(
        slug="hash-list-care-sheet",
        title="Looking After a Hash List",
        filename="hash-list-care-sheet.pdf",
        format="pdf",
        audience="members",
        summary="A sheet to keep for each list that you match against.",
        author="Noor Castellane",
        dated=date(2026, 6, 8),
        paragraphs=document_paragraphs("""
Hashing is only as good as the list. Keep one sheet for each list. It contains no hashes.

## Identity
- Name of the list and its owner:
- What its entries stand for:
- Kind of hash:
- Agreement, date, and what it allows:

## Care
- Person who looks after it, and deputy:
- How often it syncs, and who hears when it does not:
- Alarm if the list shrinks or jumps:
- Last drill:

## Use
- Products and uploads that are matched:
- What happens on a match:
- Who reviews, and with which support:
- What the record of a case says about the list:

## Errors
- How a wrong entry is reported to the owner:
- How a removal reaches us, and within what time:
- Users who were affected by a wrong entry are restored by:

## Each quarter
- Sample of matches reviewed by source:
- Errors found, reported, closed:
- Does the agreement still fit our use?

## Never
Do not put hashes, scores or thresholds into tickets, chat or e-mail. Do not pass a list on. Do not build
a test set.
"""),
    ),
    DemoDocument(
        slug="hearing-note-online-safety-committee",
        title="Note on a Fictional Hearing: Online Safety Committee",
        filename="hearing-note-online-safety-committee.pdf",
        format="pdf",
        audience="members",
        summary="A longer note on an illustrative hearing. Body, people and statements are fictional.",
        author="Petra Nwosu-Hale",
        dated=date(2026, 5, 18),
        paragraphs=document_paragraphs("""
The body, the people and the statements in this note are fictional. It shows what a hearing note looks
like.

## Opening
The chair said that financial sextortion is a crime that moves in hours, and that answers take weeks. The
committee wanted to understand why.

## Police
Emergency requests are answered quickly by some companies and slowly by others. The chief asked for one
contact per company and for reports that say at the top whether someone is in danger.

## Payments
The company explained that single payments are small and look like gifts. It would share patterns if the
law were clear. It asked for protection when it shares in good faith.

## Social network
It described defaults for young users, a report category and hashing of images that young people have
asked to be stopped through Take It Down. It asked that a law should credit such work.

## Helpline
Most young people who call have not told anyone. What helps is a text without blame, and speed. The
helpline offered its wording to any company.

## Research
Researchers ask for patterns and not for people. The committee asked for a proposal with safeguards.

## What we take from it
- Check the emergency contact and its deputy.
- Put danger at the top of a report.
- Read the help text aloud.
"""),
    ),
)

GROUP_DOCUMENTS: tuple[DemoDocument, ...] = (
    DemoDocument(
        slug="hma-rollout-checklist",
        title="HMA Rollout Checklist",
        filename="hma-rollout-checklist.pdf",
        format="pdf",
        audience="group-hma-resource-group",
        summary="A checklist for rolling out Hasher-Matcher-Actioner, without settings.",
        author="Corin Coordinator",
        dated=date(2026, 4, 2),
        paragraphs=document_paragraphs("""
This checklist goes with the deployment notes. It names no settings and no thresholds. Those stay in your
own systems.

## Before
- Agreement for the first list signed; its limits are known to engineering.
- Two reviewers trained, with support and a deputy.
- Procedure for a match approved by legal.
- Appeal ready.

## Build
- Hashing on upload, apart from matching.
- Matching in its own service, which can be down without stopping uploads.
- Logs with the list and its version, and no hashes.
- Alarms: late sync, shrinking list, sudden rise of matches.

## Watch
- Two weeks of counting.
- Daily look at a sample, with filters on.
- A meeting at the end: go, wait or change.

## Act
- Locking for one product, on a morning early in the week.
- First hundred matches reviewed together.
- Reports as counsel directs.

## Run
- Drill for a list that stops, twice a year.
- Upgrade side by side, counts compared.
- Errors reported to the list's owner.

## Write to the group
One lesson, in three sentences, after each stage.
"""),
    ),
    DemoDocument(
        slug="hash-translation-pilot-report",
        title="Hash Translation Pilot: Report",
        filename="hash-translation-pilot-report.pdf",
        format="pdf",
        audience="group-tech-innovation",
        summary="A pilot with harmless pictures on translating old hashes to a new format.",
        author="Corin Coordinator",
        dated=date(2026, 6, 11),
        paragraphs=document_paragraphs("""
Four members tried a prototype from Initiate on harmless pictures. All results are illustrative.

## Question
Can a hash in an old format be translated to a new one, so that lists need not be computed again from
files?

## Set-up
Landscapes, drawings and patterns, free to use, were hashed in both formats. The prototype learned from
one part and was tried on another. Pictures were resized, cropped, mirrored and compressed.

## What we found
- Without changes, nearly all pictures were found again.
- Resizing did little harm. Cropping and mirroring did much.
- Where the prototype was unsure it was mostly wrong, so its doubt is useful.

## What it is good for
A translated hash can put a file in a reviewer's queue, marked as translated. It must not lock, remove or
report on its own.

## What it is not good for
It cannot replace hashing from the file by those who may lawfully hold it.

## Next
We have asked two owners of lists whether they would compare. They can do what we cannot. The group
decides in the new year whether to go on.
"""),
    ),
    DemoDocument(
        slug="training-data-checklist",
        title="Training Data Checklist",
        filename="training-data-checklist.docx",
        format="docx",
        audience="group-gen-ai-models",
        summary="Checks on a training set before a model learns from it.",
        author="Corin Coordinator",
        dated=date(2026, 5, 14),
        paragraphs=document_paragraphs("""
Use this before training and each time a source is added.

## Sources
- Each source has a name, a date, an owner and a reason.
- Sources with little moderation are left out.
- Someone outside the team has agreed.

## Hashing and matching
- We know who may lawfully match for us.
- Matching happens before the set is copied.
- The lists and their dates are recorded.
- On a match, work stops: lock, counsel, report. Nobody looks.

## Beyond known material
- Classifiers for adult content, with errors measured for several groups.
- Pictures of children and adult content do not meet in one set.
- A sample is reviewed by trained people, with support.

## After training
- Lawful proxies show whether limits hold, as agreed with counsel.
- Refusals are short, calm and steady.
- Reporting is ready before release.

## On paper
- A public model card says in general words what was done.
- An internal record says it in detail, with limited access.
- A date is set for the next look.
"""),
    ),
    DemoDocument(
        slug="red-teaming-counsel-memo",
        title="Memo to Counsel: Testing a Model",
        filename="red-teaming-counsel-memo.docx",
        format="docx",
        audience="group-gen-ai-legal-red-teaming",
        summary="A letter to send to counsel, with questions. It permits nothing.",
        author="Callum Drey",
        dated=date(2026, 6, 25),
        paragraphs=document_paragraphs("""
This memo lists questions. It does not permit a test. Replace the words in brackets.

## Background
We plan to release [a model]. We want to know whether its safeguards hold. We will not try to produce
illegal output.

## What we would like to do
- Review training data by hashing through [a provider].
- Test limits on harmless subjects.
- Review rules and refusals as texts.

## Questions
- Which laws apply, given where our testers and servers are?
- Can an attempt be an offence, even if nothing arises?
- What must happen at once if something illegal appears?
- What must be reported, and by whom?
- What may we keep as evidence of our work?
- May we share results with other companies, and how?
- Whose written approval do we need, and for how long does it last?

## What we offer
A plan with names, dates and limits. A log. A way to stop. Support for everyone who takes part.

## What we ask for
An answer in writing before the first test, and a talk of one hour with the testers.
"""),
    ),
    DemoDocument(
        slug="records-request-log-sheet",
        title="Records Request Log",
        filename="records-request-log-sheet.docx",
        format="docx",
        audience="group-law-enforcement-outreach",
        summary="Columns for a log of requests by authorities, and why each is there.",
        author="Petra Nwosu-Hale",
        dated=date(2026, 3, 19),
        paragraphs=document_paragraphs("""
Keep the log in a system with limited access and not in this file. The sheet explains its columns.

## Columns
- Number and time of arrival: everything else refers to it.
- Authority and country: for counsel and for the transparency report.
- Kind: danger to life, preservation, order, informal, from abroad.
- Verified how and by whom: a name and a number that you looked up.
- Legal basis: as counsel names it.
- Scope asked and scope given: they often differ, and that is worth knowing.
- Time limit and time of answer.
- User told: yes, no, later, and why.

## Not in the log
No content, no names of victims, no reasons that the authority gave in confidence.

## Each month
- Count by kind, and the time until an answer.
- One talk about the request that was hardest.
- Questions that came back go into the public guide for authorities.

## Twice a year
Rehearse an emergency at night, with a made-up officer and a real clock.
"""),
    ),
    DemoDocument(
        slug="appeals-decision-form",
        title="Appeals Decision Form",
        filename="appeals-decision-form.pdf",
        format="pdf",
        audience="group-appeals-resources",
        summary="A form for the second look, to be built into a tool.",
        author="Yuki Fennimore",
        dated=date(2026, 7, 16),
        paragraphs=document_paragraphs("""
Build these fields into your tool. They describe the decision and never the material.

## The appeal
- Number of the case, date of the decision, date of the appeal.
- What the user says, in one sentence.

## The second look
- Who decides now, and that it is someone else.
- Was the record enough, or was the content opened? Why?
- Source of the first decision: report, hashing, classifier, rule.
- If it was a match: which list, and has its owner been asked?

## The result
- Upheld, changed or more time needed.
- The answer to the user, in general words.
- What is restored, and what is not. Files that may be illegal are never sent back.

## Learning
- Cause: rule unclear, tool wrong, training, haste.
- Who is told?

## Care
- Was the reviewer offered a break? Is anything needed?
"""),
    ),
)
