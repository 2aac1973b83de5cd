"""Resources that belong to one working group on policy, police or appeals."""

from datetime import date

from portal.demo.blocks import callout, documents, related, steps, table, text
from portal.demo.notices import ASK_COUNSEL, ILLUSTRATIVE, KEEP_IN_THE_GROUP, LOOK_AFTER_YOURSELF
from portal.demo.shapes import DemoPage

_POLICY = "petra.nwosu-hale@alliance.example"
_TOOLKITS = "yuki.fennimore@alliance.example"

POLICY_GROUP_RESOURCES: tuple[DemoPage, ...] = (
    DemoPage(
        slug="records-request-playbook",
        title="Records Request Playbook",
        summary="How to triage valid requests by police, verify them and answer in time.",
        kind="toolkit",
        section="group:law-enforcement-outreach",
        topics=("law-enforcement",),
        sensitivity="confidential",
        body=(
            KEEP_IN_THE_GROUP,
            text("""
Requests for records arrive by portal, by e-mail and by post, from officers who have done this a hundred
times or never. The playbook helps a team to answer the right ones quickly, and to say no to the others
politely.
"""),
            table(
                "Triage",
                ("Kind", "First step", "Aim"),
                (
                    ("Danger to life", "Person on call, verify by calling back", "Answer within the hour"),
                    ("Preservation", "Confirm scope and date", "Same day"),
                    (
                        "Order by a court or prosecutor",
                        "Counsel checks form and scope",
                        "Within the time it names",
                    ),
                    (
                        "Informal question",
                        "Explain what a valid request looks like",
                        "Within two working days",
                    ),
                    ("From abroad", "Counsel checks the treaty or law", "Say at once that it takes longer"),
                ),
            ),
            steps(
                "Each request",
                (
                    ("Log it on arrival", "Number, authority, kind, time limit."),
                    (
                        "Verify the sender",
                        "Through a number that you looked up, never the one in the letter.",
                    ),
                    (
                        "Read what is asked",
                        "Which account, which data, which days? Ask back if it is wider than the law allows.",
                    ),
                    ("Second pair of eyes", "Someone else checks the answer before it leaves."),
                    ("Send safely", "Protected, to the verified address, with a note on how to read it."),
                    ("Tell the user", "Where the law allows and no one is put at risk."),
                ),
            ),
            text("""
## False emergencies
Fraud with emergency requests is common. Pressure, a new contact and a refusal to be called back are
signs. Verification takes minutes, also at night. Practise it twice a year.

## Learn from each quarter
Which questions come back? They belong in your public guide for authorities.
"""),
            ASK_COUNSEL,
            documents("records-request-log-sheet"),
            related("an-officer-asks-for-data", "investigations-programme-considerations"),
        ),
        owner_email=_POLICY,
        published=date(2026, 3, 19),
        last_reviewed=date(2026, 9, 17),
        review_due=date(2027, 3, 18),
    ),
    DemoPage(
        slug="appeals-handling-workbook",
        title="Appeals Handling Workbook",
        summary="Exercises and forms for a fair second look.",
        kind="template",
        section="group:appeals-resources",
        topics=("appeals", "enforcement"),
        sensitivity="confidential",
        body=(
            KEEP_IN_THE_GROUP,
            text("""
The workbook has four exercises. A team can do one in an hour. All cases in it are made up, and none
describes material.

## Exercise 1: Draw the path
From the user's click to the answer. Who sees what? Where does it wait? Most teams find a place where an
appeal waits for nobody.

## Exercise 2: Write three answers
One that upholds, one that reverses and one that needs more time. Read them aloud. Would you understand
what happened and what you can do?
"""),
            table(
                "Exercise 3: Who decides?",
                ("Made-up case", "Who decided first", "Who should decide now"),
                (
                    (
                        "A family picture was locked after a perceptual match",
                        "Reviewer A",
                        "Reviewer B, from the record first",
                    ),
                    ("An account was closed after a user report", "Reviewer B", "Team lead"),
                    (
                        "A user says that the account was stolen",
                        "Automatic rule",
                        "Account security with a reviewer",
                    ),
                    ("A hash is said to be wrong", "Match", "Owner of the list is told; reviewer decides"),
                ),
            ),
            steps(
                "Exercise 4: Learn from errors",
                (
                    ("Collect", "All reversed decisions of a quarter."),
                    ("Sort", "Rule unclear, tool wrong, training, haste."),
                    ("Choose one cause", "The one that would help most."),
                    ("Change something", "A sentence, a setting, an hour of training."),
                    ("Check", "Next quarter, the same sort."),
                ),
            ),
            callout(
                "warning",
                "Never return files",
                "If material may be illegal it is not sent back, even if the account is restored.",
            ),
            LOOK_AFTER_YOURSELF,
            documents("appeals-decision-form"),
            related("hash-sharing-practice", "a-user-says-we-erred"),
        ),
        owner_email=_TOOLKITS,
        published=date(2026, 7, 16),
        last_reviewed=date(2026, 10, 15),
        review_due=date(2027, 4, 15),
    ),
    DemoPage(
        slug="apac-policy-calendar",
        title="Asia-Pacific Policy Calendar",
        summary="Illustrative dates and who in the group follows them.",
        kind="report",
        section="group:apac-public-policy",
        topics=("regulation",),
        region="apac",
        sensitivity="confidential",
        body=(
            ILLUSTRATIVE,
            table(
                "Coming up (illustrative)",
                ("When", "Where", "What", "We need"),
                (
                    (
                        "January 2027",
                        "Port Meridian",
                        "Third reading of the Notice Bill",
                        "A two-page comment",
                    ),
                    (
                        "February 2027",
                        "Southern Isles",
                        "Code for services used by children",
                        "Examples of safer defaults",
                    ),
                    ("March 2027", "Region", "Training for reporting desks", "Two speakers"),
                    (
                        "April 2027",
                        "Harbour States",
                        "Consultation on age estimation",
                        "Experience with appeals",
                    ),
                ),
            ),
            text("""
## How to use it
Put your company's contact beside a date if you want to help. A name on the calendar is not a position. If
a date matters to your product, tell your legal team yourself; the calendar is not complete.
"""),
            related("apac-briefing-march-2026", "apac-legislative-summary-notice-bill"),
        ),
        owner_email=_POLICY,
        published=date(2026, 10, 22),
        last_reviewed=date(2026, 11, 12),
        review_due=date(2027, 1, 14),
    ),
    DemoPage(
        slug="americas-meeting-preparation",
        title="Preparing a Meeting with Officials",
        summary="A page for policy leads who meet lawmakers about child safety.",
        kind="template",
        section="group:americas-public-policy",
        topics=("regulation",),
        region="americas",
        sensitivity="confidential",
        body=(
            text("""
A meeting of thirty minutes leaves one impression. Decide beforehand which.
"""),
            steps(
                "On one page",
                (
                    ("One aim", "What should they remember tomorrow?"),
                    ("One example", "Harmless, from your own product, that shows how it works."),
                    ("One figure", "With its source and its limit. No figure is better than a weak one."),
                    ("One request", "Something they can do."),
                    ("One admission", "What you do not know or cannot do. It makes the rest believable."),
                ),
            ),
            text("""
## Do not
- Speak for other members or quote them.
- Promise a date for a feature.
- Tell the story of a victim.
- Explain how detection works in detail.

## Afterwards
Send the coordinator three lines: whom you met, what they asked, what you promised. The group can then
avoid sending four companies with four answers.
"""),
            related(
                "americas-briefing-october-2026",
            ),
        ),
        owner_email=_POLICY,
        published=date(2026, 8, 27),
        last_reviewed=date(2026, 8, 27),
        review_due=date(2027, 8, 26),
    ),
    DemoPage(
        slug="emea-consultation-notes",
        title="Notes for the Consultation on Hashing",
        summary="What members may want to say to the fictional Data Council, and what to leave out.",
        kind="report",
        section="group:emea-public-policy",
        topics=("regulation", "hashing-and-matching"),
        region="emea",
        sensitivity="confidential",
        body=(
            ILLUSTRATIVE,
            text("""
The illustrative Data Council asks companies about hashing of private storage. Members have different
products and will answer differently. These notes help to be clear in the same way.

## Worth saying
- What a match is, and that it concerns known files only.
- That a person reviews before an account is closed.
- How a wrong entry is corrected, and how a user can object.
- What legal certainty would change in practice.

## Better left out
- Thresholds, lists, and which files are not matched.
- Volumes by country, if they are small.
- Comparisons with other companies.

## Questions that we could not agree on
Whether matching should be a duty. Whether storage that nobody else can see is like a drawer or like a
parcel. The notes of the meeting have both views, without names.
"""),
            related("emea-briefing-september-2026", "hash-sharing-practice"),
        ),
        owner_email=_POLICY,
        published=date(2026, 10, 8),
        last_reviewed=date(2026, 10, 8),
        review_due=date(2027, 1, 7),
    ),
)
