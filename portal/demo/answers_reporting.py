"""Published answers on reporting, rules and matching."""

from datetime import date

from portal.demo.answer_pages import HASHING_EXPERT, POLICY_EXPERT, REPORTING_EXPERT, answer
from portal.demo.blocks import accordion, callout, steps, text
from portal.demo.shapes import DemoPage

ANSWERS_ON_REPORTING: tuple[DemoPage, ...] = (
    answer(
        slug="who-hears-first",
        question="We just met suspected CSAM for the first time. Who hears first?",
        summary="Lock access, call counsel, report to the authority, and look after whoever saw it.",
        topics=("reporting", "reporting-to-ncmec"),
        audience="",
        owner_email=REPORTING_EXPERT,
        published=date(2026, 2, 2),
        body=(
            steps(
                "In this order",
                (
                    (
                        "Lock it",
                        (
                            "Only trained staff may open it. Nobody copies, forwards or screenshots it, not"
                            " even to ask a colleague."
                        ),
                    ),
                    ("Call counsel", "They say what you must report, to whom, and what you must keep."),
                    (
                        "Report",
                        ("In the United States to the CyberTipline. Elsewhere to the body that your law names."),
                    ),
                    ("Preserve", "Only as counsel directs, in one place with logged access."),
                    ("Log", "Write down each step with its time. Describe actions and not content."),
                    ("Care", "Ask how the person is who saw it. Send them away from the screen."),
                ),
            ),
            callout("warning", "If a child is in danger now", "Call the police first. Everything else can follow."),
        ),
        related_slugs=("where-to-report", "guide-reporting-to-ncmec"),
    ),
    answer(
        slug="web-form-or-api",
        question="Web form or API?",
        summary="The form fits rare cases. The API fits steady volume.",
        topics=("reporting", "reporting-to-ncmec"),
        owner_email=REPORTING_EXPERT,
        published=date(2026, 2, 9),
        body=(
            text("""
If you send a few reports a year, use the web form. It needs no engineering, it is always current, and it
makes you think about each field.

The API is worth it when you report every week, or when you notice that reports from different people look
different. It fills in the same fields in the same way, and leaves less room for a slip at two in the
morning.

Whichever you choose:

- Name an owner and a deputy, and make sure that both can sign in today.
- Keep the form as a way out for the day the API fails.
- Look at the choice again each quarter. Volume changes faster than tools.

Moving to the API takes a small team a few weeks, most of it spent on access and tests. Use the test
environment and never a real case.
"""),
        ),
        related_slugs=("guide-reporting-to-ncmec",),
    ),
    answer(
        slug="is-ncmec-our-route",
        question="We are not in the US. Is NCMEC our route?",
        summary="Perhaps, but a local authority may come first. The law of your seat and your users decides.",
        topics=("reporting", "reporting-outside-the-us", "regulation"),
        owner_email=REPORTING_EXPERT,
        published=date(2026, 2, 16),
        body=(
            text("""
It depends on two laws: that of the place where your company is, and that of the places where your users
are. In many countries a local authority or hotline must be told first. In some, a company may report to
NCMEC as well. In a few, it may not send personal data abroad without more.

Ask counsel to fill in one page: authority, time limit, what to send, what to keep, who signs. Keep it
where the person on call will find it.

If you have servers or a company in the United States, say so to counsel. It can change the answer.

Members of the alliance have longer guidance for this case. Pathways companies can ask an expert about the
method, though not about a case.
"""),
        ),
        related_slugs=("where-to-report", "guide-global-regulation"),
    ),
    answer(
        slug="what-makes-a-report-actionable",
        question="What makes a report actionable?",
        summary="Complete fields, a clear timeline, and one sentence on why you judged it reportable.",
        topics=("reporting", "reporting-to-ncmec"),
        owner_email=REPORTING_EXPERT,
        published=date(2026, 2, 23),
        body=(
            text("""
Think of the person who reads it. They have never seen your product, and they have many more reports
today.

- **Fill in the required fields completely.** An empty field costs someone a day.
- **Give a timeline.** First event, last event, time zone. Mark which time is the upload and which the
  report.
- **Say why.** “A trained reviewer judged this to be reportable under our rule on solicitation” is enough.
- **Say what you do not know.** A typed-in birthday is not an age.
- **Mark danger.** If a child may be at risk now, it belongs at the top.

Train one person to check reports before they go. Not to slow them, but to catch the same three mistakes
that every team makes.

If facts emerge later, send a supplement. Its first line should say what is new.
"""),
        ),
        related_slugs=("guide-reporting-to-ncmec", "getting-started-with-ncmec-chat"),
    ),
    answer(
        slug="what-should-terms-prohibit",
        question="What should our terms prohibit?",
        summary=("Material, solicitation, grooming, sextortion and promotion, with penalties and a way to appeal."),
        topics=("policy-and-rules",),
        owner_email=POLICY_EXPERT,
        published=date(2026, 3, 2),
        body=(
            text("""
Five things, each in its own line:

1. Material that shows the sexual abuse or exploitation of a child, however it was made.
2. Asking for such material, offering it or pointing to it.
3. Grooming, which is building trust with a child in order to abuse it.
4. Sextortion, which is threatening to share intimate images, whatever is demanded.
5. Praise, promotion or instruction.

Then say what happens: removal, closing of the account, a report where the law asks for it. And say how to
object, and by when.

Use plain words. “Do not ask anyone under 18 for sexual pictures” is better than a legal term, and a
lawyer can live with it. Have it reviewed, number the versions and keep the old ones.

The terms can be short. Examples belong in the community rules, where you can change them more easily.
"""),
        ),
        related_slugs=("guide-content-policies", "rules-teens-understand-chat"),
    ),
    answer(
        slug="ai-content-in-our-ban",
        question="Is AI-made content covered by our ban?",
        summary="It should be. Write the ban regardless of how content was made.",
        topics=("policy-and-rules", "generative-ai"),
        owner_email=POLICY_EXPERT,
        published=date(2026, 3, 9),
        body=(
            text("""
Your rules decide, so write them to cover it. The simplest wording is “however it was made”. It includes
drawings, edited pictures and content made by a model, and it will still be right when the technology has
another name.

The law is less simple. In some countries synthetic material is illegal in itself, in others only in
certain cases. That is a reason to have the ban in your own rules, where you do not have to prove how a
file came to be.

Reviewers should not try to decide whether something is real before they act. Remove and report in the
same way. In the report, say if you suspect that a file is synthetic and why. It helps analysts who are
looking for a child.

Parody, news and art raise hard questions in other fields. Here they rarely do. Do not make exceptions in
advance.
"""),
        ),
        related_slugs=("guide-content-policies",),
    ),
    answer(
        slug="which-matching-tool-first",
        question="Which matching tool comes first?",
        summary=("Matching of known images. Compare licence, cost and hosting, and plan review before you start."),
        topics=("hashing-and-matching", "detection"),
        owner_email=HASHING_EXPERT,
        published=date(2026, 3, 16),
        body=(
            text("""
Begin with known images. Hashing of images is mature, the lists are large, and a match is easier to review
than anything a model says.

Compare three things. **Licence**: who may use it and for what. **Cost**: the software is often free, your
time is not. **Hosting**: does it run at your provider, at yours or as a service? Hasher-Matcher-Actioner
is open source and can hold several kinds of hash. PhotoDNA is available by sublicence to those who
qualify. Your host may already match for you, so ask.
"""),
            accordion(
                (
                    (
                        "What must be ready before we switch it on?",
                        ("Two trained reviewers, a written procedure for a match, an appeal, and a record of errors."),
                    ),
                    (
                        "How do we know that it works?",
                        "Use the harmless samples that come with the tool. Never use real material.",
                    ),
                    (
                        "And after images?",
                        "Look at where your users put files. Video may be next, or text, or nothing for a while.",
                    ),
                )
            ),
        ),
        related_slugs=("guide-hashing-and-matching", "hashing-small-budget-chat"),
    ),
    answer(
        slug="photodna-for-non-members",
        question="Can non-members license PhotoDNA?",
        summary="Yes, if they qualify, by a sublicence from the alliance. Ask through Pathways.",
        topics=("hashing-and-matching",),
        owner_email=HASHING_EXPERT,
        published=date(2026, 3, 23),
        body=(
            text("""
Yes. Since 2024 the alliance can give a sublicence to companies that are not members, if they qualify. Ask
through Pathways; staff decide.

Bring three things to the first talk:

- **A named owner**, who answers for its use, and a deputy.
- **The use case**: which uploads you would match, and what happens on a match.
- **A security summary**: where it would run, who has access, how access is logged.

Expect questions about review and support for reviewers. They are not a formality. Hashing without people
who can decide does harm.

The sublicence covers the technology. Lists of hashes have their own agreements, with their own owners.
Plan a few weeks for both.
"""),
        ),
        related_slugs=("guide-hashing-and-matching", "which-matching-tool-first"),
    ),
    answer(
        slug="keep-files-for-testing",
        question="May we keep confirmed files for testing?",
        summary="No. Never build a test set. Use harmless samples.",
        topics=("hashing-and-matching", "detection"),
        owner_email=HASHING_EXPERT,
        published=date(2026, 3, 30),
        body=(
            callout("warning", "The short answer", "No. Not a few, not encrypted, not for a week."),
            text("""
Holding such files is a crime in most countries, and each copy harms the person in it again. Good
intentions do not change either.

To test a matcher, use the harmless samples that vendors and open-source projects supply. They are made
for this: pictures of landscapes, with their hashes. You can test resizing, cropping and compression with
any picture of your own.

Legal preservation is something else. If the law asks you to keep material for an authority, counsel sets
what, where, how long and who has access. Nobody tests with it, and it is deleted when the time is over.

If you find that someone has kept files, stop, lock them and call counsel. Do not delete them yourself
before you have spoken.
"""),
        ),
        related_slugs=("guide-hashing-and-matching",),
    ),
    answer(
        slug="is-video-hashing-worth-it",
        question="We host little video. Is hashing worth it?",
        summary="Assess the risk, read the benchmark, and set a point at which you decide again.",
        topics=("video", "hashing-and-matching"),
        audience="",
        owner_email=HASHING_EXPERT,
        published=date(2026, 4, 6),
        body=(
            text("""
It may be. The amount says less than the use. Ten public videos a day by strangers are a larger risk than
a thousand private lesson recordings.

Ask three questions. Can anyone upload? Can anyone watch? Would you notice? If two answers worry you, look
at the options. Hashing for video exists as a free API for those who are accepted, and as software. A
published benchmark compares systems on harmless clips.

If you decide against it for now, write down why and set a trigger: a number of uploads, a new feature
such as live video, or a first confirmed case. Then look again.

Meanwhile keep user reports working. They are your only detection, so they must be easy to find and quick
to be read.
"""),
        ),
        related_slugs=("video-hash-benchmark",),
    ),
)
