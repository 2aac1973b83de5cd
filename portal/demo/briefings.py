"""Policy briefings. Bodies, bills and hearings are fictional, and each page says so."""

from datetime import date

from portal.demo.blocks import accordion, callout, documents, quote, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, ILLUSTRATIVE
from portal.demo.shapes import DemoPage

_POLICY = "petra.nwosu-hale@alliance.example"

BRIEFINGS: tuple[DemoPage, ...] = (
    DemoPage(
        slug="apac-briefing-march-2026",
        title="APAC Briefing, March",
        summary="Monthly round-up for the Asia-Pacific group: a consultation, a code and two dates to note.",
        kind="monthly-briefing",
        section="policy-briefings",
        audience="group-apac-public-policy",
        topics=("regulation", "age-assurance"),
        region="apac",
        sensitivity="confidential",
        period=date(2026, 3, 1),
        body=(
            ILLUSTRATIVE,
            text("""
## In short
- A fictional regulator asks for comments on a code for services that children use.
- A fictional ministry wants companies to report abuse material to one national desk.
- Two members offered to draft a common answer.

## The code
The draft of the illustrative Online Services Office would ask services to set accounts of minors to
private, to limit contact by unknown adults and to explain both in plain words. It leaves open how a
service should know who is a minor. The group thinks that the code should name several methods and let a
service choose by risk.

## The reporting desk
The proposal would create one desk for reports by companies. That is welcome. It would also ask for a
report within a few hours, which may lead to reports that say little. The group suggests two steps: a
short notice first and a full report later.
"""),
            table(
                "Dates (illustrative)",
                ("Date", "What", "Who in the group"),
                (
                    ("10 April 2026", "Draft of the common answer", "Two volunteers"),
                    ("24 April 2026", "Comments close", "Coordinator sends"),
                    ("May meeting", "Review of hashing duties in the draft code", "All"),
                ),
            ),
            callout(
                "info",
                "Positions are not public",
                "Names of members who take a position stay in the group until an answer is filed.",
            ),
            related("apac-legislative-summary-notice-bill", "apac-policy-calendar"),
        ),
        owner_email=_POLICY,
        published=date(2026, 4, 1),
        last_reviewed=date(2026, 4, 1),
        jurisdiction="Several (illustrative)",
    ),
    DemoPage(
        slug="apac-briefing-august-2026",
        title="Asia-Pacific Briefing, August 2026",
        summary="What changed in the region in August, for all members.",
        kind="monthly-briefing",
        section="policy-briefings",
        topics=("regulation", "reporting-outside-the-us"),
        region="apac",
        sensitivity="restricted",
        period=date(2026, 8, 1),
        jurisdiction="Several (illustrative)",
        body=(
            ILLUSTRATIVE,
            text("""
## In short
- The illustrative Notice Bill has passed its second reading in the fictional Assembly of Port Meridian.
- A regulator published questions and answers about age estimation.
- A regional police body offers training on reading company reports.

## What it means
**If you offer messaging in the region**, look at the definition of a public channel in the Notice Bill.
It decides which duties apply.

**If you use face estimation**, the questions and answers ask for a second method for people who fail, and
for deletion within a day. Most members already do both.

**If you report to a local desk**, consider the training. It shows what officers can and cannot use.

## To do this month
1. Ask counsel whether the Notice Bill would apply to you.
2. Check that your help pages for young people exist in the languages of the region.
3. Tell the coordinator if you want to take part in the common comment.
"""),
            related("apac-legislative-summary-notice-bill", "non-us-reporting-guidance"),
        ),
        owner_email=_POLICY,
        published=date(2026, 9, 1),
        last_reviewed=date(2026, 9, 1),
    ),
    DemoPage(
        slug="emea-briefing-june-2026",
        title="Europe, Middle East and Africa Briefing, June 2026",
        summary=("Age assurance is the subject of the month; a fictional regulator wants proof that a check works."),
        kind="monthly-briefing",
        section="policy-briefings",
        topics=("regulation", "age-assurance", "eu-dsa"),
        region="emea",
        sensitivity="restricted",
        period=date(2026, 6, 1),
        jurisdiction="Several (illustrative)",
        body=(
            ILLUSTRATIVE,
            text("""
## In short
- The fictional Media Authority of Eastmark asks large services to test their age checks and to publish
  the error rates.
- A court in the fictional state of Corvany found that a user must be told why an account was taken for a
  child's.
- Transparency reports under the Digital Services Act are being read more closely. Regulators ask how
  figures were counted.

## What it means
**Testing age checks.** Plan how you would measure errors without keeping faces or documents. A vendor's
own figure will not be enough.

**Explaining decisions.** A short notice with a way to object is good practice whatever the court says.

**Transparency.** Keep the query and its date with each figure. Being able to repeat a count is worth more
than a larger count.
"""),
            steps(
                "Prepare now",
                (
                    ("List your checks", "Every place where a product asks for or estimates an age."),
                    ("Name the owner of each", "Often nobody is."),
                    ("Write the appeal text", "Two sentences and a link."),
                ),
            ),
            ASK_COUNSEL,
            related("age-assurance-options", "dsa-transparency-guide"),
        ),
        owner_email=_POLICY,
        published=date(2026, 7, 1),
        last_reviewed=date(2026, 7, 1),
    ),
    DemoPage(
        slug="emea-briefing-september-2026",
        title="Europe, Middle East and Africa Briefing, September 2026",
        summary="A reporting desk, a consultation on hashing, and a reminder about language.",
        kind="monthly-briefing",
        section="policy-briefings",
        topics=("regulation", "reporting-outside-the-us", "hashing-and-matching"),
        region="emea",
        sensitivity="restricted",
        period=date(2026, 9, 1),
        jurisdiction="Several (illustrative)",
        body=(
            ILLUSTRATIVE,
            text("""
## In short
- The fictional Federation of Lowmere plans one desk for reports by companies.
- The illustrative Data Council asks whether hashing of private storage needs a new legal basis.
- Reports that arrive in the wrong language wait longer. Several desks have said so.

## The consultation on hashing
The Council separates three things: matching files that are public, matching files that are shared with
others, and matching files that nobody else can see. It asks companies what they do today and how errors
are corrected. Members should answer in general terms. Do not describe thresholds or lists.

## The reporting desk
The plan follows the model of a short notice and a fuller report. It would accept reports that were sent
to NCMEC first, if they carry a reference. That would spare companies from reporting twice.

## To do this month
1. Decide whether you will answer the consultation yourself or through the group.
2. Add a line on language to your duty map.
3. Check that your contact address for authorities is read in August, too.
"""),
            ASK_COUNSEL,
            related("non-us-reporting-guidance", "hash-sharing-practice"),
        ),
        owner_email=_POLICY,
        published=date(2026, 10, 1),
        last_reviewed=date(2026, 10, 1),
    ),
    DemoPage(
        slug="americas-briefing-may-2026",
        title="Americas Briefing, May 2026",
        summary=("A fictional state bill on design, a hearing on payments and a question about record keeping."),
        kind="monthly-briefing",
        section="policy-briefings",
        topics=("regulation", "safer-design", "sextortion"),
        region="americas",
        sensitivity="restricted",
        period=date(2026, 5, 1),
        jurisdiction="Several (illustrative)",
        body=(
            ILLUSTRATIVE,
            text("""
## In short
- The illustrative Safer Defaults Bill would make private accounts the default for minors in one fictional
  state.
- The fictional Joint Committee on Online Safety heard payment companies about sextortion.
- Officials ask for how long companies keep data that belongs to a report.

## What it means
**Defaults.** Most members already set accounts of minors to private. The new part is a yearly statement
about it. Decide who would sign.

**Payments.** The committee praised companies that share signals lawfully, and asked why so few do. Our
hearing summary has the questions.

**Record keeping.** Ask counsel for one written rule. Teams that keep data just in case create a risk for
the people in it.

## Dates
The bill returns after the summer. The committee means to publish its report before the end of the year.
"""),
            related("hearing-summary-online-safety-committee", "americas-legislative-summary-safer-defaults"),
        ),
        owner_email=_POLICY,
        published=date(2026, 6, 1),
        last_reviewed=date(2026, 6, 1),
    ),
    DemoPage(
        slug="americas-briefing-october-2026",
        title="Americas Briefing, October 2026",
        summary="Two bills move, one stops; generative AI is on every agenda.",
        kind="monthly-briefing",
        section="policy-briefings",
        topics=("regulation", "generative-ai"),
        region="americas",
        sensitivity="restricted",
        period=date(2026, 10, 1),
        jurisdiction="Several (illustrative)",
        body=(
            ILLUSTRATIVE,
            text("""
## In short
- The illustrative Safer Defaults Bill was passed with changes and takes effect in a year.
- An illustrative bill on synthetic media would protect companies that test models under agreed rules.
- A third bill, on encryption, will not be taken up this year.

## Testing of models
Companies that want to find weaknesses of a model before others do face legal risk. The bill would allow
testing that never aims to produce illegal output, if it is documented and supervised. The legal group has
commented. Until a law says so, nothing has changed: speak with counsel before any test.

## Safer defaults
The changes help small services: the yearly statement can be one page. It must say which age method is
used and why.

## To do this month
1. Product and legal read the final text of the bill together.
2. Model teams check that their test plans name a lawyer.
3. Policy leads tell the coordinator which officials they meet, so that members do not say different
   things.
"""),
            related("americas-legislative-summary-safer-defaults", "gen-ai-reporting-template-resource"),
        ),
        owner_email=_POLICY,
        published=date(2026, 11, 2),
        last_reviewed=date(2026, 11, 2),
    ),
    DemoPage(
        slug="hearing-summary-online-safety-committee",
        title="Hearing Summary: Online Safety Committee",
        summary=("A fictional hearing on sextortion and payments: who spoke, what was asked and what may follow."),
        kind="hearing-summary",
        section="policy-briefings",
        topics=("regulation", "sextortion", "law-enforcement"),
        region="americas",
        sensitivity="restricted",
        period=date(2026, 5, 12),
        jurisdiction="Fictional",
        body=(
            ILLUSTRATIVE,
            text("""
**Body:** Joint Committee on Online Safety (fictional). **Held:** 12 May 2026. **Subject:** how companies
can act against financial sextortion of young people.

## Who spoke
A police chief, a payment company, a social network, a researcher and the head of a helpline. No young
person spoke in public; the committee heard young people in private, with support.
"""),
            table(
                "Key asks",
                ("Ask", "By", "Reaction of the committee"),
                (
                    ("Faster answers to emergency requests", "Police", "Asked why times differ so much"),
                    (
                        "A legal basis to share signals on payments",
                        "Payment company",
                        "Open; wants privacy advice",
                    ),
                    ("No-blame help text as a standard", "Helpline", "Broad support"),
                    ("Access for researchers to patterns, not people", "Researcher", "Asked for a proposal"),
                    ("Credit for voluntary work in any law", "Social network", "Divided"),
                ),
            ),
            quote(
                "We do not need more reports. We need reports that we can act on before the weekend.",
                "Police chief, fictional hearing",
            ),
            text("""
## What may follow
The committee will write a report. Its chair spoke of a code for payments and of a duty to answer
emergency requests within a set time. Neither is a bill yet.

## For members
Check that your emergency procedure has a deputy. Read your help text aloud, and ask whether a frightened
person would understand it.
"""),
            documents("hearing-note-online-safety-committee"),
            related("financial-sextortion-toolkit-resource", "americas-briefing-may-2026"),
        ),
        owner_email=_POLICY,
        published=date(2026, 5, 18),
        last_reviewed=date(2026, 5, 18),
    ),
    DemoPage(
        slug="hearing-summary-eastmark-age-checks",
        title="Hearing Summary: Age Checks in Eastmark",
        summary="A fictional parliamentary hearing on whether age checks work and whom they leave out.",
        kind="hearing-summary",
        section="policy-briefings",
        topics=("age-assurance", "regulation"),
        region="emea",
        sensitivity="restricted",
        period=date(2026, 9, 16),
        jurisdiction="Fictional",
        body=(
            ILLUSTRATIVE,
            text("""
**Body:** Committee for Digital Affairs, Parliament of Eastmark (fictional). **Held:** 16 September 2026.
**Subject:** evidence on age assurance.

## What was said
The regulator wants error rates in public. Vendors agreed, if all measure in the same way. A disability
organisation showed how people fail face estimation and then lose access to services that they need. A
youth organisation asked for checks that explain themselves.

## Questions to industry
- Which features really need to know an age?
- What happens to someone who fails a check twice?
- Who sees the data, and for how long?
- Why do services ask again when another has already checked?

## Signals
Members of the committee are moving away from one method for all. They look for a duty to choose by risk,
to test and to offer a second way. A draft may come early next year.
"""),
            callout(
                "tip",
                "Useful preparation",
                "Write down for each check which lighter method you looked at and why you did not choose it."
                " You will be asked.",
            ),
            related("age-assurance-options", "emea-briefing-june-2026"),
        ),
        owner_email=_POLICY,
        published=date(2026, 9, 23),
        last_reviewed=date(2026, 9, 23),
    ),
    DemoPage(
        slug="apac-legislative-summary-notice-bill",
        title="Legislative Summary: Notice Bill of Port Meridian",
        summary="A fictional bill that would ask services to notify a national desk in two steps.",
        kind="legislative-summary",
        section="policy-briefings",
        topics=("regulation", "reporting-outside-the-us"),
        region="apac",
        sensitivity="restricted",
        period=date(2026, 7, 1),
        jurisdiction="Port Meridian (fictional)",
        body=(
            ILLUSTRATIVE,
            text("""
**Status:** second reading passed (illustrative). **Would apply to:** services with users in Port
Meridian, small ones in part.
"""),
            table(
                "What the bill would ask",
                ("Duty", "Who", "Open question"),
                (
                    ("Short notice to the desk", "All services", "From which moment does time run?"),
                    ("Full report later", "All services", "May it refer to a report to NCMEC?"),
                    ("Named contact", "Large services", "Must the person be in the country?"),
                    ("Yearly statement", "Large services", "Which figures?"),
                    ("Hashing of public uploads", "Large services", "Which lists count as recognised?"),
                ),
            ),
            accordion(
                (
                    (
                        "Does it cover private messages?",
                        "The text excludes them. It leaves open what a private message in a large group is.",
                    ),
                    (
                        "Are there penalties?",
                        (
                            "Yes, for repeated failure after a warning. The draft lets the desk consider the size"
                            " of a service."
                        ),
                    ),
                    (
                        "What about mistakes?",
                        (
                            "A service that reports in good faith would be protected. A user who is wrongly"
                            " reported would have a right to be told, later."
                        ),
                    ),
                )
            ),
            text("""
## Our reading
Two steps are better than one fast report. The bill would be clearer if it accepted a reference to a
report made elsewhere. The regional group is preparing a comment.
"""),
            ASK_COUNSEL,
            related("non-us-reporting-guidance", "apac-briefing-august-2026"),
        ),
        owner_email=_POLICY,
        published=date(2026, 7, 13),
        last_reviewed=date(2026, 9, 1),
    ),
    DemoPage(
        slug="americas-legislative-summary-safer-defaults",
        title="Legislative Summary: Safer Defaults Bill",
        summary="A fictional bill on privacy by default for minors, and the statement it would require.",
        kind="legislative-summary",
        section="policy-briefings",
        topics=("regulation", "safer-design", "age-assurance"),
        region="americas",
        sensitivity="restricted",
        period=date(2026, 10, 1),
        jurisdiction="Fictional state",
        body=(
            ILLUSTRATIVE,
            text("""
**Status:** passed with changes (illustrative). **Takes effect:** one year after signature.

## What it asks
- Accounts of users who are known to be minors are private unless the user changes this.
- An adult who does not know a minor cannot begin a private talk with them.
- Each service publishes a yearly statement of one page or more.
- A service chooses its method to learn ages by risk, and explains the choice.

## What it does not ask
It does not prescribe identity documents. It does not ask services to read private messages. It does not
create a right for individuals to sue.

## What to prepare
Most work is in product, not in legal. Make a list of features in which adults and minors can meet. For
each, write down the default today and the default the bill would need. Where they differ, plan the change
before the statement.

The statement is public. Write it in the plain words that you would use to a parent.
"""),
            related("age-assurance-options", "americas-briefing-october-2026"),
        ),
        owner_email=_POLICY,
        published=date(2026, 10, 19),
        last_reviewed=date(2026, 10, 19),
    ),
)
