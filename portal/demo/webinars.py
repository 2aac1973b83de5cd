"""Notes of members' webinars and boosts."""

from datetime import date

from portal.demo.blocks import accordion, callout, related, table, text
from portal.demo.notices import FICTIONAL_SPEAKERS, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_EDITOR = "oona.varga@alliance.example"

WEBINARS: tuple[DemoPage, ...] = (
    DemoPage(
        slug="audio-moderation-webinar",
        title="Audio Moderation Webinar",
        summary="Approaches to voice chat and spoken content, and what none of them can do.",
        kind="recording",
        section="webinars",
        topics=("audio-moderation", "detection", "gaming"),
        sensitivity="restricted",
        held_on=date(2026, 4, 16),
        speakers=("sunniva.pyke@murmurine.example", "kwabena.thrale@nonagon.example"),
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Voice is the fastest way to talk in a game or a live room. It leaves no text to search, and storing it
raises privacy questions that text does not. Two members told how they deal with it.

## Three approaches
1. **Report first.** When a user reports, the last seconds are kept for review. It is simple and respects
   privacy, but depends on someone reporting.
2. **Transcribe and classify.** Speech becomes text and a model scores it. Errors grow with accents, noise
   and languages other than English.
3. **Signals without words.** Who speaks with whom, how often, across which ages. It says little about
   content and can still show a pattern that needs a person's eyes.
"""),
            table(
                "What to decide before you start",
                ("Question", "Speakers' advice"),
                (
                    ("How long is audio kept?", "As short as a review needs, and users are told"),
                    ("Who listens?", "Few, trained, at reduced volume, in short sessions"),
                    ("Which languages?", "Say openly which are not covered"),
                    ("What about music?", "Hashing of known recordings works; it does not help with speech"),
                ),
            ),
            accordion(
                (
                    (
                        "Does listening harm reviewers more than reading?",
                        "Many say so. Transcripts first, sound only when it changes the decision.",
                    ),
                    (
                        "Can a small team do this?",
                        "Yes: begin with reports and a short buffer. A model can come later.",
                    ),
                    (
                        "What about private calls?",
                        "The speakers do not monitor them. They rely on reports, and on who may call whom.",
                    ),
                )
            ),
            LOOK_AFTER_YOURSELF,
            related("gaming-roadmap", "wellness-webinar"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 4, 27),
        last_reviewed=date(2026, 4, 27),
        review_due=date(2028, 4, 27),
    ),
    DemoPage(
        slug="wellness-webinar",
        title="Staff Wellness: What Teams Wish They Had Known",
        summary="Three team leads on exposure, rotation and asking for help before it is needed.",
        kind="recording",
        section="webinars",
        topics=("wellness",),
        sensitivity="restricted",
        held_on=date(2026, 2, 19),
        speakers=("marta.ilves@alliance.example", "asha.winterlin@hearthlark.example"),
        body=(
            FICTIONAL_SPEAKERS,
            text("""
In the 2024 survey, 41 of 45 members said that they have a wellness programme. The talk was about what
happens after that box is ticked.

## What the speakers would do again
- Ask before hiring: describe the work honestly and let people say no.
- Reduce exposure by design: grey, blurred, small and silent by default.
- Limit hours on the hardest queue, and mean it when numbers rise.
- Offer counselling that knows the subject, in working hours, without the manager knowing who goes.
- Let people leave the queue without giving a reason.

## What they would not do again
Jokes as the only outlet. Praise for those who work longest. Surprise: content that appears in a meeting,
a slide or a chat without warning.

## For those who lead
Teams copy what leaders do. Take the break yourself. Say when a week was hard. Ask about the work first
and about the figures second.
"""),
            callout(
                "tip",
                "One small step",
                "Put a standing ten minutes at the end of the hardest shift in which nobody has to talk about work.",
            ),
            related("investigations-programme-considerations", "wellness-starter-kit"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 3, 2),
        last_reviewed=date(2026, 3, 2),
        review_due=date(2028, 3, 2),
    ),
    DemoPage(
        slug="latin-america-research-webinar",
        title="Latin America: What Research Tells Product Teams",
        summary="Language, trust and help-seeking: lessons for those who design reporting and help.",
        kind="recording",
        section="webinars",
        topics=("safer-design", "reporting"),
        region="americas",
        sensitivity="restricted",
        held_on=date(2026, 5, 21),
        speakers=("dele.hargrove@alliance.example",),
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Most reporting flows are written in English and translated at the end. The talk showed why that fails,
with harmless examples from product design.

## Lessons
- **Words differ inside a language.** The same act has different names in different countries. A category
  that nobody recognises is never chosen.
- **Trust decides.** Young people first ask a friend, then a sibling, then perhaps a parent. A form comes
  last. Help text that can be shared with a friend reaches more of them.
- **Phones are shared.** A help page that stays in the history can put a child at risk. Offer a quick way
  out.
- **Data costs money.** A help page of a few kilobytes is read; a video is not.

## What two members changed
One rewrote its categories with local organisations and tested them with adults who work with children.
Another moved its help text into the chat, so that it opens without leaving.

## Open questions
How to measure help-seeking without tracking those who seek help. How to support languages with few
speakers. How researchers and companies can share results faster.
"""),
            related("financial-sextortion-toolkit-resource", "americas-briefing-may-2026"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 6, 1),
        last_reviewed=date(2026, 6, 1),
        review_due=date(2028, 6, 1),
    ),
    DemoPage(
        slug="non-financial-sextortion-webinar",
        title="Sextortion Without Money: Communities That Coerce",
        summary="How coercion differs when money is not the aim, and what trust and safety teams can do.",
        kind="recording",
        section="webinars",
        topics=("sextortion", "grooming", "investigations"),
        sensitivity="restricted",
        held_on=date(2026, 6, 18),
        speakers=("dov.aldane@larkspan.example",),
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Not all sextortion is about money. Some groups coerce young people for status within the group. The harm
is severe, and the response differs from that to financial sextortion. This summary stays general on
purpose; detail is discussed in the investigations group.

## What differs
- The pressure lasts longer, and the young person may have been made to feel part of the group.
- Several services are used at once, so that each sees a small part.
- Victims and those who coerce can be of similar age. Language about them must be careful.

## What helps
- Reviewers who know that a rule-breaking account may belong to a victim. Ask before you close it.
- A path from reviewer to investigator that takes minutes.
- An emergency procedure for risk of self-harm, with a named person at every hour.
- Reports that describe coercion, not only content.
"""),
            callout(
                "warning",
                "Risk to life",
                "If someone may harm themselves, follow your emergency procedure and contact local emergency"
                " services at once.",
            ),
            LOOK_AFTER_YOURSELF,
            related("financial-sextortion-toolkit-resource", "investigations-programme-considerations"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 6, 29),
        last_reviewed=date(2026, 6, 29),
        review_due=date(2028, 6, 29),
    ),
    DemoPage(
        slug="hash-interoperability-boost",
        title="Member Boost: Video Hash Interoperability in Twenty Minutes",
        summary="Why lists in different formats can now be reached from one system, and what remains to do.",
        kind="recording",
        section="webinars",
        topics=("hashing-and-matching", "video"),
        sensitivity="restricted",
        held_on=date(2026, 9, 10),
        speakers=("noor.castellane@quillmere.example",),
        body=(
            FICTIONAL_SPEAKERS,
            text("""
Video hashing has a history of islands. A company that used one system could not use a list that was kept
in another. Work with NCMEC has built a bridge: users of CSAI Match can reach NCMEC's set of video hashes.

## In twenty minutes
- A list is made of hashes in one format. To match against it, you need the same format.
- Computing hashes again needs the files, and those must stay where they are. So the bridge has to stand
  where files may lawfully be.
- The company that matches sees no difference. It asks, and gets an answer.

## What remains
Not every system is connected. Short clips inside long videos are still the hard case. And a match needs
review by a trained person, whichever bridge it came over.

## Questions from members
**Do we have to change our tool?** No. Ask your vendor or the list's owner whether the bridge is open to
you.

**Does it work for live video?** It helps after the fact. For live streams, other safeguards matter more.
"""),
            related("video-hash-benchmark", "hash-sharing-practice"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 9, 21),
        last_reviewed=date(2026, 9, 21),
        review_due=date(2028, 9, 21),
    ),
    DemoPage(
        slug="reporting-supplements-boost",
        title="Member Boost: Supplements That Analysts Read First",
        summary="One company's three rules for adding to a report after it was sent.",
        kind="recording",
        section="webinars",
        topics=("reporting", "reporting-to-ncmec", "investigations"),
        sensitivity="restricted",
        held_on=date(2026, 10, 8),
        speakers=("emeka.strand@larkspan.example",),
        body=(
            FICTIONAL_SPEAKERS,
            text("""
A report is sent when the law or the policy says so, often before everything is known. A supplement adds
what is learned later. Analysts read many. These three rules help yours to be understood.

1. **The first line says what is new.** Not who you are, and not what was sent before.
2. **One supplement, one finding.** Two findings in one text get half the attention each.
3. **Say what you did not find.** It saves someone else from looking.

## A harmless example
“New since our report of 3 March: the account returned under another name on 9 March. We link them by the
payment reference, not by content. We found no contact with other minors.”

## From the discussion
A shared template beats talent. Someone who was not on the case should read the supplement before it goes.
And if nothing is new, send nothing.
"""),
            related("gen-ai-reporting-template-resource", "investigations-programme-considerations"),
        ),
        owner_email=_EDITOR,
        published=date(2026, 10, 19),
        last_reviewed=date(2026, 10, 19),
        review_due=date(2028, 10, 19),
    ),
)
