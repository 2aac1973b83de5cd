"""Files for everyone and for Pathways. Each is made when the demonstration is loaded."""

from datetime import date

from portal.demo.prose import document_paragraphs
from portal.demo.shapes import DemoDocument

OPEN_DOCUMENTS: tuple[DemoDocument, ...] = (
    DemoDocument(
        slug="pathways-welcome-guide",
        title="Welcome to Pathways",
        filename="pathways-welcome-guide.pdf",
        format="pdf",
        audience="",
        summary="What Pathways offers, and how to use it in the first month.",
        author="Marta Ilves",
        dated=date(2026, 9, 14),
        paragraphs=document_paragraphs("""
Pathways is free help for companies that are not members of the alliance. This guide is short, so that you
can give it to a colleague.

## What you find there
- Six learning paths, from a first programme to good practice for developers.
- Answers to questions that others have asked.
- Notes of fireside chats with people who have built a programme.
- A way to ask an expert in private.

## Your first month
In the first week, read the path that is closest to your worry. If you do not know which, take the one on
starting a programme.

In the second week, write your map of features and risks. One page is enough. Show it to an engineer.

In the third week, look at your rules and at your report form, as a user of thirteen would see them.

In the fourth week, ask an expert one question. A good question is about a method: whether hashing suits
your uploads, how to word a rule, how to look after two moderators.

## What not to send
Never send images, links, hashes, or facts about a victim or a suspect. Pathways is not a hotline. If a
child is in danger, call the police. To report a case, use the CyberTipline or the authority of your
country.

## Who answers
Experts are volunteers from member companies. They share experience and do not give legal advice. Staff
pass your question to the expert who knows the subject.
"""),
    ),
    DemoDocument(
        slug="year-in-figures-2024",
        title="The Year in Figures: 2024",
        filename="year-in-figures-2024.pdf",
        format="pdf",
        audience="",
        summary="Selected figures of 2024 with notes on how to read them.",
        author="Dele Hargrove",
        dated=date(2026, 2, 2),
        paragraphs=document_paragraphs("""
These figures come from the alliance's report for 2024. Members report about themselves, and the alliance
adds the answers up. Nobody outside has audited them. They do not rank or name companies.

## Members
- 47 companies were members at the end of 2024; ten had joined during the year.
- 45 of them answered the survey. Two had joined too late.

## Practice
- 44 of 45 reached at least one milepost; together they reached 122.
- 44 of 45 send reports by form or API, and 24 of 45 send supplements.
- 23 of 45 use at least one tool for hashing of video.
- 41 of 45 have a wellness programme.
- 24 of 45 follow the Trust framework fully or in part.

## Working together
- 20 working groups met.
- 25 resources were written or updated.
- 23 webinars and member boosts and 24 mentorships took place.
- 26 companies took part in Lantern; ten of them reported outcomes.

## How to read this
A higher figure may mean more action, more members or better counting. Where the number of answers changed
from one year to the next, we do not show a trend. Figures about reports concern practice and say nothing
about how much abuse there is.

## Pathways
51 people from 43 companies used Pathways in its first year.
"""),
    ),
    DemoDocument(
        slug="trust-reader-sheet",
        title="How to Read a Transparency Report",
        filename="how-to-read-a-transparency-report.docx",
        format="docx",
        audience="",
        summary="Questions for journalists, researchers and parents who read a company's report.",
        author="Dele Hargrove",
        dated=date(2026, 2, 16),
        paragraphs=document_paragraphs("""
More companies publish reports about child safety than a few years ago. This sheet helps to read them. It
goes with the Trust framework.

## Five questions
- Which products and which months does it cover?
- What is an item, a report, a decision? Are the words explained?
- Who found the content first: users, hashing, a classifier, another company?
- How can a user object, and how often was a decision changed?
- What does the report say it does not know?

## What large figures mean
A company that looks harder finds more. A large number of removals can be a sign of care, of size or of a
problem. Without context it tells you little.

## What small figures mean
A small company may have few cases, or may not look. Ask how people can report and who reads it.

## Why some detail is missing
Reports leave out thresholds, lists and exact methods. Those would help people who want to avoid
detection. A good report says that it left something out, and why.

## Comparing companies
Be careful. Services differ, laws differ and definitions differ. Compare a company with itself a year
before.
"""),
    ),
    DemoDocument(
        slug="lantern-explained",
        title="Lantern Explained",
        filename="lantern-explained.pdf",
        format="pdf",
        audience="",
        summary="What a signal is, who may share one, and which safeguards apply.",
        author="Dele Hargrove",
        dated=date(2026, 2, 23),
        paragraphs=document_paragraphs("""
Abuse crosses services. A person may be banned in one place and carry on in the next. Lantern lets
companies tell each other that something broke their rules, so that others can look at their own service.

## What a signal is
A signal points to an account, a piece of content or an activity that broke a company's rules on child
sexual exploitation and abuse. It is not proof. It does not say that anyone is guilty of a crime. The
company that receives it looks for itself and decides by its own rules.

## Who takes part
Companies enrol, sign an agreement and accept the programme's expectations. They are checked each year. In
2024, 26 companies took part. Not all are members of the alliance.

## Safeguards
- People review before action is taken.
- Users can appeal.
- Requests by governments to put signals in are refused.
- Only companies that can use a kind of signal receive it.

## What the figures can say
Ten companies reported outcomes for 2024. What the sharing company did itself is not counted. The first
report counted differently, so that the years cannot be compared.

## What this portal has to do with it
Nothing technical. This portal holds guidance. It never holds signals, and nobody should paste one into a
page, a question or a comment.
"""),
    ),
    DemoDocument(
        slug="video-hashing-primer",
        title="A Primer on Hashing Video",
        filename="video-hashing-primer.pdf",
        format="pdf",
        audience="",
        summary="What makes video harder than images, in plain words.",
        author="Noor Castellane",
        dated=date(2026, 3, 9),
        paragraphs=document_paragraphs("""
Hashing computes a fingerprint of a file. For an image, one fingerprint is enough. A video has thousands
of pictures, a sound track and a length. This primer explains the ways to deal with that.

## Exact hashing
An exact hash such as MD5 says that two files are the same, bit for bit. It is quick and never wrong about
that. But one changed second, or another compression, makes a different file.

## One fingerprint for a whole video
Some systems compress the whole video into one fingerprint. It survives a change of size or quality. It
does not find a short clip in a long film.

## Many fingerprints in a row
Others take a picture every so often and hash each. A match is then a stretch of similar fingerprints. It
finds clips, needs more storage and takes longer to search.

## Scenes
Newer systems look for cuts and describe scenes. Scene-Sensitive Video Hashing is one of them. A scene is
found even if the rest of the video is new.

## Choosing
- What do your users upload: clips, streams, long recordings?
- Which lists may you use, and in which format are they kept?
- Who will review a match?

## Testing
Use harmless clips. Never use abuse material to test a system, not even what you have removed.
"""),
    ),
    DemoDocument(
        slug="ninety-day-planner",
        title="Ninety-Day Planner",
        filename="ninety-day-planner.docx",
        format="docx",
        audience="pathways",
        summary="A planner to fill in, two weeks at a time.",
        author="Emeka Strand",
        dated=date(2026, 1, 26),
        paragraphs=document_paragraphs("""
Fill this in with one other person. Leave blank what you do not know, and put a date beside it.

## Weeks 1 and 2: know your service
- Features in which strangers can meet:
- Places where files can be uploaded, and who can see them:
- The three risks we work on first:

## Weeks 3 and 4: know your duties
- The authority that we report to:
- The lawyer we call, and their number:
- What we must keep, and for how long, as counsel says:

## Weeks 5 and 6: rules
- The sentence that forbids sexual exploitation of children:
- Where a user finds it:
- Who approves a change:

## Weeks 7 and 8: reports
- Where the report button is:
- Who reads reports, and when:
- What the person who reports is told:

## Weeks 9 and 10: people
- Owner and deputy:
- Support that is offered, and how to get it without asking a manager:
- Filters that are on by default in the review tool:

## Weeks 11 and 12: practice
- Date of the rehearsal:
- Three things that did not work:
- Who repairs each, and by when:

## After ninety days
Decide what comes next: hashing of public uploads, a review of contact features, or a first public report.
Choose one.
"""),
    ),
    DemoDocument(
        slug="policy-wording-examples",
        title="Policy Wording to Adapt",
        filename="policy-wording-examples.docx",
        format="docx",
        audience="pathways",
        summary="Plain sentences for public rules. Have them reviewed before use.",
        author="Greta Loy",
        dated=date(2026, 1, 26),
        paragraphs=document_paragraphs("""
These sentences are a start. Adapt them to your service and have them reviewed by counsel.

## The ban
We do not allow the sexual exploitation or abuse of children. Do not post, ask for, share or link to
sexual content about anyone under 18. It does not matter how it was made. Drawings and content made by AI
are included.

## Contact
Do not contact a person under 18 for sexual purposes. Do not try to move a talk with a young person to
another place in order to hide it.

## Threats
Do not threaten to share intimate images of anyone, whether you ask for money, for more images or for
something else.

## What we do
We remove such content and close the account. We report it to the authorities where the law says so. We
may keep what the law asks us to keep.

## If you think that we are wrong
You can ask for a second review within 30 days. Someone else will look. We will tell you the result.

## If something happened to you
It is not your fault. You can report it from any message or profile. We do not tell your family. If you
are in danger now, call the police.

## Notes for the editor
- Do not promise what you cannot keep, least of all about secrecy.
- Leave out how you detect things.
- Read it aloud to someone of the age that you write for, or to someone who teaches that age.
"""),
    ),
    DemoDocument(
        slug="hashing-options-sheet",
        title="Hashing Options on One Sheet",
        filename="hashing-options-sheet.pdf",
        format="pdf",
        audience="pathways",
        summary="Five ways to begin with hashing and matching, and what each needs.",
        author="Noor Castellane",
        dated=date(2026, 2, 9),
        paragraphs=document_paragraphs("""
This sheet goes with the learning path on hashing and matching. Take it to the meeting where you decide.

## 1. Your host does it
Some cloud services match files for their customers. Ask what is matched, how you hear about it and who
reports. Least work, least control.

## 2. PhotoDNA by sublicence
A perceptual hash for images. Companies that qualify can ask the alliance. You need a named owner, a use
case and a security summary.

## 3. Hasher-Matcher-Actioner
An open-source service that you host. It holds several kinds of hash, among them PDQ. You need an engineer
who looks after it, also next year.

## 4. CSAI Match
For video. The API is free for those who are accepted. You need a way to handle results that arrive later.

## 5. Exact hashing
MD5 or another exact hash. Little work, and it misses every changed copy. Useful as a first step, and for
files that rarely change.

## For all five
- Two trained reviewers, with support.
- A written procedure for a match.
- An appeal, and a record of errors.
- Harmless samples for tests. Never real material.
- Two weeks of watching before acting.

## Decide today
Which option, which uploads, which list, who reviews, and when do we look again?
"""),
    ),
    DemoDocument(
        slug="first-report-worksheet",
        title="Worksheet for a First Report",
        filename="first-report-worksheet.pdf",
        format="pdf",
        audience="pathways",
        summary="Prepare before the first report is needed. Contains no fields for case details.",
        author="Emeka Strand",
        dated=date(2026, 2, 16),
        paragraphs=document_paragraphs("""
Fill this in on a quiet day. It is about your company and never about a case. Keep it where the person on
call finds it.

## People
- Owner, deputy, and how to reach them at night:
- Lawyer, and how to reach them at night:
- Who may open locked content:
- Who looks after the person who saw it:

## Access
- Account with the CyberTipline or the authority of our country, and who holds it:
- Date when the sign-in was last tested:
- Place where preserved material would be kept, and who has access:

## Steps
- Lock the content. Nobody copies, forwards or takes a screenshot.
- Ask: is a child in danger now? If so, call the police first.
- Call counsel.
- A trained person reviews and decides.
- Report: who, what, when with time zone, how found, why reportable.
- Write the number of the report into the log, and no content.
- Look after people. Stop for the day if possible.

## Matches by hashing
If the file was found by hashing, say so in the report, and say whether a person looked at it. It changes
what an analyst may open.

## Afterwards
- What was hard?
- What will we change, and who does it by when?
"""),
    ),
    DemoDocument(
        slug="moderator-care-plan",
        title="Care Plan for a Small Team",
        filename="moderator-care-plan.docx",
        format="docx",
        audience="pathways",
        summary="One page to fill in together with the people who review.",
        author="Marta Ilves",
        dated=date(2026, 3, 9),
        paragraphs=document_paragraphs("""
Write this together. The people who review decide what helps them. Nobody has to give reasons.

## Exposure
- Filters that are always on: grey, blur, small size, no sound.
- Longest time on the hardest queue in a day:
- Last hour of the day without hard cases: yes or no

## Rotation
- Who reviews in which week:
- Who stands in for a day, without notice:
- The other work that each of us has:

## Support
- Name and number of a counsellor who knows this work:
- Sessions that the company pays for, in working time:
- How to book without telling a manager:

## Choice
- How to leave the queue for a day, a month, for good:
- Promise: no loss of pay, no question.

## Noticing
- Who asks each of us, each week, how we are:
- What we want others to do if we change:

## If it is too much
Stop and tell someone today. If you think of harming yourself, call the emergency number or a crisis line
where you are.

## Next look at this plan
Date, and who is there:
"""),
    ),
)
