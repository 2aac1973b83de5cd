"""The twenty working groups and the words of their own pages."""

from collections.abc import Sequence

from portal.demo.blocks import table, text
from portal.demo.notices import KEEP_IN_THE_GROUP
from portal.demo.shapes import Block, DemoGroup

_POLICY = "petra.nwosu-hale@alliance.example"
_GEN_AI = "callum.drey@alliance.example"
_TOOLKITS = "yuki.fennimore@alliance.example"
_METRICS = "dele.hargrove@alliance.example"
_MEMBERSHIP = "marta.ilves@alliance.example"
_PERSONA = "coordinator@demo.example"


def _body(opening: str, meets: str, now: Sequence[str], later: Sequence[str]) -> tuple[Block, ...]:
    """A group's page: what it is about, when it meets, what is on the table and what comes next."""
    rows = [("Now", item) for item in now] + [("Next", item) for item in later]
    return (
        text(opening),
        text(f"## How we meet\n\n{meets}"),
        table("What we work on", ("When", "Work"), rows),
        KEEP_IN_THE_GROUP,
    )


_STANDING_GROUPS: tuple[DemoGroup, ...] = (
    DemoGroup(
        slug="information-knowledge-sharing",
        name="Information Knowledge Sharing",
        purpose="A general exchange of practice: what worked, what did not, and who can help.",
        theme="cross-sector",
        status="standing",
        coordinator_email=_MEMBERSHIP,
        joining="open",
        topics=("starting-a-programme",),
        body=_body(
            """
This is the group to join first. Members from every sector bring one question or one lesson. There are no
minutes with names, so that people can say what went wrong.

Each meeting has two short talks and an open round. If a question comes up three times, we ask another
group to write something about it.
""",
            "The first Tuesday of each month, online, 50 minutes. Cameras are optional.",
            (
                "Sharing onboarding material for new safety staff",
                "Collecting questions for the next member boost",
            ),
            ("A list of mentors by subject",),
        ),
    ),
    DemoGroup(
        slug="research",
        name="Research",
        purpose="Steers studies that members fund and brings their findings into products.",
        theme="evidence",
        status="standing",
        coordinator_email=_METRICS,
        topics=("measuring-progress",),
        body=_body(
            """
Research is useful when somebody acts on it. The group reads findings of funded projects, asks researchers
what they would change in a product, and reports back what happened.

We also advise on calls for proposals. Independent advisers choose who is funded; members do not.
""",
            "Every second month, online, 60 minutes, with a guest researcher in most meetings.",
            (
                "Reading notes on help-seeking and deterrence",
                "Questions for the three projects on generative AI",
            ),
            ("A short guide to working with researchers without sharing personal data",),
        ),
    ),
    DemoGroup(
        slug="tech-innovation",
        name="Tech Innovation",
        purpose="Chooses, pilots and improves the tools that members use against abuse.",
        theme="technology",
        status="standing",
        coordinator_email=_PERSONA,
        asking_emails=("member@demo.example",),
        topics=("detection", "hashing-and-matching", "classifiers"),
        body=_body(
            """
Engineers and product people meet here. We look at tools before members buy or build them, run small
pilots on harmless data, and feed what we learn into the yearly Initiate event.

Hashing and matching take about half of our time. Classifiers, live video and voice share the rest.
""",
            "Every two weeks, online, 45 minutes. Engineers speak first, vendors by invitation.",
            (
                "Pilot of a translator from old to new hash formats",
                "Questions to ask of a vendor's classifier",
                "Themes for the next Initiate",
            ),
            ("A shared set of harmless samples for regression tests",),
        ),
    ),
    DemoGroup(
        slug="transparency",
        name="Transparency",
        purpose="Develops norms for public reporting and looks after the Trust framework.",
        theme="accountability",
        status="standing",
        coordinator_email=_METRICS,
        topics=("transparency", "eu-dsa"),
        body=_body(
            """
Public reports of companies differ, and they should. The group looks for what they can have in common:
definitions, context and honest limits. It owns the Trust framework and proposes changes to it.

Members read one another's drafts on request, in confidence.
""",
            "Monthly, online, 50 minutes; weekly in the season of reports.",
            ("Plain definitions of item, report and decision", "A reading list of members' public reports"),
            ("A note on small numbers and privacy",),
        ),
    ),
    DemoGroup(
        slug="americas-public-policy",
        name="Americas Public Policy",
        purpose="Follows laws, hearings and regulators in the Americas.",
        theme="policy",
        status="standing",
        coordinator_email=_POLICY,
        topics=("regulation",),
        body=_body(
            """
Policy leads follow bills, hearings and consultations in North, Central and South America. We look for
what helps to protect children, say where a text would do harm, and prepare members for what comes.

The group does not speak for its members. Each company decides what it says in public.
""",
            "Monthly, online, 60 minutes, a week before the briefing goes out.",
            ("Reading the illustrative Safer Defaults Bill", "Preparing members for the hearing on payments"),
            ("A calendar of sessions for the coming year",),
        ),
    ),
    DemoGroup(
        slug="apac-public-policy",
        name="APAC Public Policy",
        purpose="Follows laws, codes and regulators in Asia-Pacific.",
        theme="policy",
        status="standing",
        coordinator_email=_POLICY,
        chair_emails=("mei-lin.ostrava@findlewick.example",),
        topics=("regulation", "reporting-outside-the-us"),
        body=_body(
            """
The region has many languages and more than one way to regulate. Some countries write codes, others laws,
and others ask companies to agree among themselves. The group keeps an overview and drafts common comments
when members want them.

It was also consulted on the guidance for reports outside the US.
""",
            "Monthly, online, alternating between two times of day, so that nobody always loses sleep.",
            ("Comment on the illustrative Notice Bill", "A list of help lines by language"),
            ("A visit by a fictional regulator",),
        ),
    ),
    DemoGroup(
        slug="emea-public-policy",
        name="EU/EMEA Public Policy",
        purpose="Follows laws and regulators in Europe, the Middle East and Africa.",
        theme="policy",
        status="standing",
        coordinator_email=_POLICY,
        topics=("regulation", "eu-dsa"),
        body=_body(
            """
European law takes most of our time, but not all of it. The group follows the Digital Services Act in
practice, and looks beyond it to the Middle East and to Africa, where several countries prepare rules.

Together with the Asia-Pacific group it was consulted on the guidance for reports outside the US.
""",
            "Monthly, online, 60 minutes. In person once a year.",
            ("Answer to the illustrative consultation on hashing", "Collecting experience with age checks"),
            ("An overview of reporting desks in Africa",),
        ),
    ),
    DemoGroup(
        slug="age-assurance",
        name="Age Assurance",
        purpose="Compares ways to learn how old a user is, and what each of them costs people.",
        theme="prevention",
        status="standing",
        coordinator_email=_POLICY,
        topics=("age-assurance",),
        body=_body(
            """
Product, policy and legal people compare methods, not vendors. We share what went wrong as readily as what
went well: the appeal that nobody found, the check that failed for a whole group of people.

Our explainer for all members came from this exchange.
""",
            "Every second month, online, 60 minutes.",
            ("How to measure errors without keeping evidence", "Appeal texts that people understand"),
            ("A talk with a disability organisation",),
        ),
    ),
    DemoGroup(
        slug="intelligence-gathering",
        name="Intelligence Gathering",
        purpose="Builds a common understanding of how threats change.",
        theme="investigations",
        status="standing",
        coordinator_email=_TOOLKITS,
        joining="invitation",
        existence="roster",
        topics=("emerging-threats", "investigations"),
        body=_body(
            """
The group asks what is new, how sure we are, and who needs to know. It works with general trends. Names,
accounts and content are not shared here; Lantern is the place for signals, under its own rules.
""",
            "Monthly, online, 60 minutes, not recorded.",
            ("A common scale for how sure we are", "Trends of the past quarter, in general terms"),
            ("A yearly outlook for all members",),
        ),
    ),
    DemoGroup(
        slug="law-enforcement-outreach",
        name="Law Enforcement Outreach & Response",
        purpose="Improves work with police, from training to records requests.",
        theme="law enforcement",
        status="standing",
        coordinator_email=_POLICY,
        joining="staff",
        topics=("law-enforcement",),
        body=_body(
            """
Police ask companies for records, and companies ask police what makes a report useful. Both often write
past each other. The group prepares talks for officers, compares procedures for requests and keeps the
playbook current.
""",
            "Monthly, online, 50 minutes. Officers join by invitation for the first half.",
            (
                "Second edition of the records request playbook",
                "A talk for investigators on reading company records",
            ),
            ("A one-page guide in three more languages",),
        ),
    ),
)

_TASK_GROUPS: tuple[DemoGroup, ...] = (
    DemoGroup(
        slug="appeals-resources",
        name="Appeals Resources",
        purpose="Helps companies to give users a fair second look.",
        theme="enforcement",
        status="time-boxed",
        coordinator_email=_TOOLKITS,
        topics=("appeals",),
        body=_body(
            """
Most appeals in this field are refused, and rightly. Some are not. The group collects what makes a second
look fair to the user and bearable for the reviewer. It writes a workbook, and closes when that is done.
""",
            "Every three weeks until the workbook is finished.",
            ("Appeals Handling Workbook, second draft",),
            ("A test of the workbook with two small companies",),
        ),
    ),
    DemoGroup(
        slug="financial-sextortion-toolkit",
        name="Financial Sextortion Toolkit",
        purpose="Eight companies wrote the prevention toolkit and now prepare an edition for small firms.",
        theme="sextortion",
        status="time-boxed",
        coordinator_email=_TOOLKITS,
        parent_slug="information-knowledge-sharing",
        topics=("sextortion",),
        body=_body(
            """
After the forum of June 2023, eight companies wrote a toolkit. It is in the library. What remains is an
edition for companies with fewer than fifty people, which cannot run a lane of their own at night.
""",
            "Every second week, online, 40 minutes.",
            ("Small-firm edition: what to leave out", "Help text, tested for reading age"),
            ("Closing the group",),
        ),
    ),
    DemoGroup(
        slug="gaming-sector-roadmap",
        name="Gaming Sector Roadmap",
        purpose="Twelve companies wrote a roadmap for studios and look after it.",
        theme="gaming",
        status="time-boxed",
        coordinator_email=_TOOLKITS,
        parent_slug="information-knowledge-sharing",
        chair_emails=("kwabena.thrale@nonagon.example",),
        topics=("gaming",),
        body=_body(
            """
The roadmap is published for members. The group stays open for a year to collect what studios learn while
they use it. Then it decides on a second edition or closes.
""",
            "Every second month, online, 50 minutes.",
            ("Feedback from studios with fewer than twenty people", "A page on voice chat"),
            ("Decision on a second edition",),
        ),
    ),
    DemoGroup(
        slug="gen-ai-content",
        name="Gen AI Content",
        purpose="Understands how synthetic abuse content changes detection, review and reporting.",
        theme="AI",
        status="standing",
        coordinator_email=_GEN_AI,
        parent_slug="tech-innovation",
        topics=("generative-ai", "detection"),
        body=_body(
            """
Synthetic material makes old questions new. Known lists do not hold it, reviewers cannot always tell, and
analysts must find out whether a real child is in danger. The group shares how teams deal with that. It
discusses methods and never examples.
""",
            "Monthly, online, 50 minutes.",
            (
                "How to tell reviewers what they need not decide",
                "What to write in a report when origin is not known",
            ),
            ("Input to the classification group",),
        ),
    ),
    DemoGroup(
        slug="gen-ai-classification",
        name="Gen AI Industry Classification",
        purpose="Tests whether the common categories need to change for AI content.",
        theme="AI",
        status="time-boxed",
        coordinator_email=_GEN_AI,
        parent_slug="gen-ai-content",
        allowed_tiers=("foundational", "cornerstone"),
        topics=("generative-ai", "reporting"),
        body=_body(
            """
The Industry Classification System dates from before generative AI was widespread. The group asks trained
reviewers where its categories fail, and proposes as little change as possible. It will close with a
recommendation.
""",
            "Every three weeks, online, 60 minutes. Definitions only; no material is shown.",
            ("List of questions where reviewers disagreed",),
            ("Recommendation: keep, add a field, or revise",),
        ),
    ),
    DemoGroup(
        slug="gen-ai-legal-red-teaming",
        name="Gen AI Legal & Red-Teaming",
        purpose="Finds out how companies can test models for safety within the law.",
        theme="AI, legal",
        status="standing",
        coordinator_email=_GEN_AI,
        parent_slug="gen-ai-models",
        chair_emails=("group-member@demo.example",),
        topics=("generative-ai", "regulation"),
        body=_body(
            """
Lawyers and safety researchers meet here. Nobody may produce illegal output in order to test a model, and
nobody wants to. The question is which lawful tests say enough. The group collects questions for counsel
and compares answers in general terms.
""",
            "Monthly, online, 60 minutes. No recording, no test results.",
            ("Memo of legal questions, by country", "Comment on the illustrative bill on synthetic media"),
            ("A resource on risk testing for all members",),
        ),
    ),
    DemoGroup(
        slug="gen-ai-models",
        name="Gen AI Models",
        purpose="Compares safeguards in and around generative models.",
        theme="AI",
        status="standing",
        coordinator_email=_PERSONA,
        co_coordinator_emails=(_GEN_AI,),
        parent_slug="tech-innovation",
        topics=("generative-ai", "hashing-and-matching"),
        body=_body(
            """
Safeguards stand in four places: the data a model learns from, the model, the service around it and what
happens after release. The group goes through them one after another and writes down what members can say
to each other without helping misuse.

Removing known material from training data, by hashing, is the first subject on which we have a common
note.
""",
            "Every three weeks, online, 50 minutes.",
            ("Note on cleaning training data", "Refusals that stay calm in several languages"),
            ("Questions for hosts of open models",),
        ),
    ),
    DemoGroup(
        slug="gen-ai-reporting-template",
        name="Gen AI Reporting Template",
        purpose="Nine companies wrote a template for uniform referrals and keep it current.",
        theme="AI, reporting",
        status="closed",
        coordinator_email=_GEN_AI,
        parent_slug="gen-ai-content",
        topics=("generative-ai", "reporting"),
        body=_body(
            """
The template is in the library. The group has closed; its notes stay for those who were in it, because
they explain why the fields are as they are. Write to the coordinator if a field needs to change.
""",
            "The group no longer meets. A yearly review takes place by e-mail.",
            ("Yearly review of the template",),
            ("Hand over to the reporting team",),
        ),
    ),
    DemoGroup(
        slug="hma-resource-group",
        name="Hasher-Matcher-Actioner Resource Group",
        purpose="Helps members to deploy and run open-source hashing and matching.",
        theme="hashing",
        status="standing",
        coordinator_email=_PERSONA,
        co_coordinator_emails=(_TOOLKITS,),
        parent_slug="tech-innovation",
        invited_emails=("representative@demo.example",),
        topics=("hashing-and-matching", "detection"),
        body=_body(
            """
Hasher-Matcher-Actioner (HMA) is an open-source service for hashing and matching. Members who run it meet
here with those who plan to. We share deployment notes, questions about lists, and fixes that we offer to
the project.
""",
            "Every second Thursday, online, 30 minutes, plus a channel for questions.",
            ("Deployment notes, third edition", "Watching what happens when a list does not sync"),
            ("A rehearsal of an upgrade without an interruption",),
        ),
    ),
    DemoGroup(
        slug="investigations",
        name="Investigations & Supplemental Reports",
        purpose="Twenty-one companies share how to build teams and write richer reports.",
        theme="investigations",
        status="standing",
        coordinator_email=_TOOLKITS,
        chair_emails=("dov.aldane@larkspan.example",),
        joining="invitation",
        existence="roster",
        topics=("investigations", "reporting"),
        body=_body(
            """
Investigators are few and often alone. Here they compare protocols, training and ways to look after each
other. The group wrote the considerations for a new unit, which are in the library.

Cases are not discussed. Methods are, as far as everyone in the room may know them.
""",
            "Monthly, online, 60 minutes, not recorded.",
            ("A checklist for supplements", "Training plan for the first half year"),
            ("A peer review of protocols between companies",),
        ),
    ),
)

ALL_GROUPS: tuple[DemoGroup, ...] = _STANDING_GROUPS + _TASK_GROUPS
