"""Published answers on design, threats, people and running a programme."""

from datetime import date

from portal.demo.answer_pages import HASHING_EXPERT, POLICY_EXPERT, REPORTING_EXPERT, STAFF, answer
from portal.demo.blocks import accordion, callout, steps, table, text
from portal.demo.shapes import DemoPage

ANSWERS_ON_OPERATIONS: tuple[DemoPage, ...] = (
    answer(
        slug="should-a-model-delete",
        question="Should a model delete by itself?",
        summary="No. Use its scores to order review, and let trained people decide.",
        topics=("classifiers", "detection", "appeals"),
        owner_email=HASHING_EXPERT,
        published=date(2026, 4, 13),
        body=(
            text("""
A classifier estimates. It does not know. Its best use is to put the likeliest and most urgent items at
the top of a person's queue.

Before you use one, measure:

- **Errors**, in both directions. What does it miss? Whom does it wrongly suspect?
- **Bias**: do errors fall more on one language, skin colour or age?
- **Drift**: repeat the measurement each quarter. Content changes.

Explain to users that automation takes part, and give them an appeal that a person decides. Feed the
errors you find back to whoever builds the model.

Hashing is different. A match with a confirmed file may lock content at once. A person should still look
before an account is closed, and before a report is sent if the law allows the time.
"""),
        ),
        related_slugs=("guide-developer-practice", "a-user-says-we-erred"),
    ),
    answer(
        slug="chat-app-with-teens",
        question="Our chat app has teens. Where to start?",
        summary="Map contact features by age, set safer defaults, and make reporting easy.",
        topics=("grooming", "safer-design"),
        owner_email=POLICY_EXPERT,
        published=date(2026, 4, 20),
        body=(
            steps(
                "Start here",
                (
                    (
                        "Map contact",
                        ("Who can find, add, call and write to whom? Do it once for an adult and once for a teenager."),
                    ),
                    (
                        "Close by default",
                        (
                            "Strangers cannot write to teens. Teens are not suggested to adults. Places and"
                            " last-seen times are hidden."
                        ),
                    ),
                    ("Add friction", "A new account that writes to many young people should slow down."),
                    (
                        "Report from the message",
                        "Two taps, no account needed to read the help text, and a reply.",
                    ),
                    (
                        "Say it kindly",
                        "Help text without blame. Many will not report because they fear trouble.",
                    ),
                ),
            ),
            text("""
Models that read text can help later. They need checks on privacy and on languages, and people to look at
what they find. Without those three they create alarms that nobody answers.
"""),
        ),
        related_slugs=("guide-developer-practice", "encrypted-messages"),
    ),
    answer(
        slug="encrypted-messages",
        question="Messages are encrypted. What remains possible?",
        summary="Friction by design, user reports, safer accounts and education. Explain the limits openly.",
        topics=("safer-design", "grooming"),
        owner_email=POLICY_EXPERT,
        published=date(2026, 4, 27),
        body=(
            text("""
More than people think. You cannot see content, but you design everything around it.

- **Who can begin a talk.** Requests instead of messages, limits for new accounts, no search for young
  people by strangers.
- **User reports.** The person who reports can choose to send the last messages. Make that clear and easy.
- **Accounts.** Unusual sign-ups, mass requests and returning offenders show without reading anything.
- **Public parts.** Profiles, group names and pictures that anyone can see follow the rules of any public
  place. Hashing can be used there.
- **Education.** Short notices at the right moment, written with young people.

Do a privacy assessment together with counsel before you add anything that touches messages. And explain
the limits openly: what you can see, what you cannot, and what you do all the same.
"""),
        ),
        related_slugs=("chat-app-with-teens", "guide-developer-practice"),
    ),
    answer(
        slug="sextortion-first-step",
        question="Sextortion: what is our first step?",
        summary="A report category of its own, help text without blame, and a fast lane for review.",
        topics=("sextortion", "reporting"),
        owner_email=REPORTING_EXPERT,
        published=date(2026, 5, 4),
        body=(
            text("""
Three things, which you can ship in a week.

**A category of its own.** “Someone threatens to share my pictures” in the words a young person would use,
reachable from the chat.

**A help text.** You are not alone. It is not your fault. Do not pay. Do not delete the messages. Tell
someone you trust. Here is who helps. For people under 18, point to [Take It
Down](https://takeitdown.ncmec.org/), which can help to stop the spread of an image without anyone seeing
it.

**A fast lane.** These reports are read first, at every hour that you staff. Escalate to the authorities,
and do it at once if someone may harm themselves.

Later: look at who can write to young users at all. Most cases begin with a stranger and a fake picture.
"""),
            callout(
                "warning",
                "Risk to life",
                "If a user speaks of harming themselves, contact local emergency services. Practise this"
                " before it happens.",
            ),
        ),
        related_slugs=("where-to-report", "chat-app-with-teens"),
    ),
    answer(
        slug="payments-and-sextortion",
        question="We move payments. How can we cooperate against sextortion?",
        summary="Through agreed programmes. No informal exchange of user data.",
        topics=("sextortion", "lantern"),
        owner_email=STAFF,
        published=date(2026, 5, 11),
        body=(
            text("""
Payments are often the only moment at which a case becomes visible. That makes you important, and it makes
care with data important.

Ask staff about the finance pilot of Lantern. Three institutions in the United States have taken part
since August 2024. Taking part needs an agreement, an assessment and a yearly check.

Until then there is much you can do alone:

- Train the people who review disputes to recognise a frightened young person.
- Write help text for someone who has just paid.
- Name a contact that platforms and police can reach.
- Talk about methods with other companies, without names or numbers of users.

Do not swap user data by e-mail or in a chat group. Not even when a case is terrible. An emergency goes to
the police.
"""),
        ),
        related_slugs=("lantern-transparency-report-2024", "sextortion-first-step"),
    ),
    answer(
        slug="gaming-features-first",
        question="Gaming: which features need review first?",
        summary="Chat, friend requests, trading and worlds that players make.",
        topics=("gaming", "safer-design"),
        owner_email=POLICY_EXPERT,
        published=date(2026, 5, 18),
        body=(
            table(
                "Four features and what to ask",
                ("Feature", "Ask"),
                (
                    ("Chat, text and voice", "Who can start it with a child? How does a child leave it?"),
                    ("Friend requests", "How many can a new account send, and to whom?"),
                    ("Trading and gifts", "Can a stranger give something valuable to a child?"),
                    ("Worlds made by players", "Who is in the room when nobody from the team is?"),
                ),
            ),
            text("""
Rank the features by the age of those who use them and by how easily a stranger gets to be alone with a
child. Take the first one, change one default and look at the effect after a month.

Do not wait for detection tools. In games, design carries most of the weight.

A longer roadmap, written by twelve companies, opens to members. Its main idea is above.
"""),
        ),
        related_slugs=("guide-developer-practice",),
    ),
    answer(
        slug="must-everyone-show-id",
        question="Age assurance: must everyone show ID?",
        summary="Rarely. Match the method to the risk and the law, and offer a second way.",
        topics=("age-assurance", "regulation"),
        owner_email=POLICY_EXPERT,
        published=date(2026, 5, 25),
        body=(
            text("""
Few laws ask for identity documents from everyone. Most ask that the method fits the risk. There are three
families: people **declare** their age, you **estimate** it, or someone **verifies** it. Each step up is
more certain, and costs more privacy and more people who cannot pass.

Go feature by feature. Reading needs less than live video. A safer default for everyone may make a check
unnecessary.

If you use a vendor, ask:

- How often is it wrong, at which ages and for which groups?
- What is stored, where and for how long?
- What happens to someone who fails twice?
- What happens to your service if theirs is down?

And offer an appeal that a person reads. A wrong answer shuts someone out.
"""),
        ),
        related_slugs=("guide-global-regulation",),
    ),
    answer(
        slug="two-moderators",
        question="We have two moderators. What do we owe them?",
        summary="Less exposure, rotation, counselling, and the right to opt out without penalty.",
        topics=("wellness",),
        owner_email=STAFF,
        published=date(2026, 6, 1),
        body=(
            text("""
The same as two hundred would get, in a smaller size.

- **Less exposure.** Blur, grey, small and mute by default. A match by hashing means that nobody has to
  look again.
- **Rotation.** Not every day, and never in the last hour.
- **Counselling** by someone who knows this work, in paid time, in confidence.
- **An opt-out** without a reason and without losing pay or standing.
- **A deputy**, so that holidays are holidays.

Put a line in the budget. Look at the plan each quarter, together with them. They know what helps.

If you can do only one thing this week, ask each of them how they are, alone and with time to listen.
"""),
        ),
        related_slugs=("wellness-starter-kit", "looking-after-two-moderators-chat"),
    ),
    answer(
        slug="moderation-contract",
        question="Outsourcing: what goes into a moderation contract?",
        summary=("Training, wellness, access limits, audit and escalation. Keep final calls where the law requires."),
        topics=("wellness", "policy-and-rules"),
        owner_email=STAFF,
        published=date(2026, 6, 8),
        body=(
            text("""
You can hand over the work but not the responsibility. These points belong in writing:

1. **Training**: who gives it, on which rules, how often it is repeated.
2. **Wellness**: limits on exposure, counselling, the right to opt out. Ask to see it working.
3. **Access**: named people, least access, no personal devices, logs that you can read.
4. **Audit**: a sample of decisions each month, by you, with feedback.
5. **Escalation**: a route for danger to life that takes minutes, at every hour.
6. **End**: how data and knowledge come back to you.

Keep final decisions and reports to authorities in your own company where the law requires it. Often it is
wise even where it does not.

Low prices in this field are paid by the people who look at the content. Ask what they earn.
"""),
        ),
        related_slugs=("two-moderators",),
    ),
    answer(
        slug="an-officer-asks-for-data",
        question="An officer e-mails asking for data. Now what?",
        summary="Verify identity and legal basis through one inbox, and involve counsel.",
        topics=("law-enforcement",),
        owner_email=REPORTING_EXPERT,
        published=date(2026, 6, 15),
        body=(
            steps(
                "Do this each time",
                (
                    (
                        "One inbox",
                        (
                            "Forward it to the address that you publish for authorities. Nobody answers from"
                            " a personal mailbox."
                        ),
                    ),
                    (
                        "Verify the person",
                        ("Call back through a number that you looked up yourself. Letterheads are easily copied."),
                    ),
                    ("Check the basis", "Which law, which order, which data? Counsel decides what is valid."),
                    (
                        "Give what is asked, and no more",
                        "Send it in a protected way, and note what you sent.",
                    ),
                    ("Log it", "Date, authority, basis, answer. You will need it for a transparency report."),
                ),
            ),
            text("""
Write the emergency procedure beforehand. When life is at risk, the law of many countries lets you give
data faster. Fraudsters know this too, so verification must work at night as well.

If the request is wrong, say so politely and say what a right one would look like.
"""),
        ),
        related_slugs=("guide-global-regulation",),
    ),
    answer(
        slug="first-transparency-report",
        question="When do we publish a first transparency report?",
        summary="Start small, with stable measures. Say how you counted and what is missing.",
        topics=("transparency", "eu-dsa"),
        audience="",
        owner_email=POLICY_EXPERT,
        published=date(2026, 6, 22),
        body=(
            text("""
As soon as you can repeat a count and get the same result. For many companies that is a year after the
first rules were published.

Choose three or four measures that will still make sense in two years: reports received, items removed,
appeals and their outcome, reports to authorities. The Trust framework helps you to choose. Check with
counsel whether the Digital Services Act or another law requires a report of you, since then the law sets
part of the content.

Say how you counted, for which products and months, and what is missing. A gap that you name is a sign of
care. A gap that others find is not.

Leave out detail on detection. “We use hashing for public images” is fine. Thresholds and lists are not.
"""),
        ),
        related_slugs=("trust-framework", "dsa-transparency-guide"),
    ),
    answer(
        slug="a-user-says-we-erred",
        question="Appeals: a user says we erred. How to respond?",
        summary="Another reviewer, a time limit, and no more exposure than needed.",
        topics=("appeals",),
        owner_email=POLICY_EXPERT,
        published=date(2026, 6, 29),
        body=(
            text("""
Assume that you might have. Some appeals in this field are true: a family picture, a wrong hash, a stolen
account.

- **Someone else decides.** Not the person who decided first, and not someone who reports to them.
- **A time limit** that you publish and keep.
- **Least exposure.** Look at the record first. Open the content only if it can change the decision.
- **A clear answer**: changed or not, and why, in general words.

Never send files back that may be illegal, whatever the user says. If the appeal succeeds, restore the
account and leave out the file until counsel agrees.

Feed every error into training, and if a hash was wrong, tell the owner of the list. Other companies use
it, too.
"""),
        ),
        related_slugs=("guide-content-policies", "should-a-model-delete"),
    ),
    answer(
        slug="do-we-need-investigators",
        question="Investigations: do we need a team yet?",
        summary="Begin with one trained lead, a protocol and a case log.",
        topics=("investigations",),
        owner_email=REPORTING_EXPERT,
        published=date(2026, 7, 6),
        body=(
            text("""
Probably not a team, but certainly a name. One person who is trained, has time and knows when to ask for
help.

Give that person three things. A **protocol** of one page: when a case opens, what may be looked at, when
it closes. A **case log** that records steps and decisions, not content. And a **deputy**.

You need more when cases wait, when the same conduct returns under new names, or when police come back
with questions that you cannot answer. Then split the role: one person reviews, another investigates.

Investigators look at their own service. They do not pose as children, do not contact suspects and do not
collect material.

After joining the alliance, ask for a mentor. Staff pair you with a company that has been there.
"""),
        ),
        related_slugs=("guide-starting-a-programme", "two-moderators"),
    ),
    answer(
        slug="red-team-our-image-model",
        question="We launch an image model. May we red-team for this?",
        summary="Speak with counsel before any test, and never try to produce illegal output.",
        topics=("generative-ai",),
        owner_email=POLICY_EXPERT,
        published=date(2026, 7, 13),
        body=(
            callout(
                "warning",
                "Before any test",
                "Speak with counsel. In most countries there is no exception for testing. Never try to make a"
                " model produce abuse material.",
            ),
            text("""
You can do a great deal without it.

- **Training data**: write down the sources. Remove known material before training, by hashing against
  recognised lists through a provider who may do so.
- **Lawful proxies**: agree with counsel on harmless tests that show whether two safeguards work together,
  for example whether the model keeps to limits on other subjects.
- **Refusals**: check that the model refuses in a steady and calm way, in several languages.
- **Around the model**: limits on accounts, review of flagged requests by trained people, and a way to
  report.
- **Paper**: document what was tested, by whom, with whose approval.

Plan the reporting before launch. A request to a model can be reportable even if it was refused.
"""),
        ),
        related_slugs=("guide-developer-practice", "ai-content-in-our-ban"),
    ),
    answer(
        slug="are-we-ready-to-apply",
        question="Membership: are we ready to apply?",
        summary="Check your public ban, how you take in reports, how you act, and what you commit to.",
        topics=("starting-a-programme",),
        audience="",
        owner_email=STAFF,
        published=date(2026, 7, 20),
        body=(
            accordion(
                (
                    ("Is your ban public?", "It stands in rules that anyone can read, in plain words."),
                    (
                        "Can you receive reports?",
                        "From users and from authorities, at an address that is read each working day.",
                    ),
                    ("Do you act?", "There is a procedure, a trained person and a deputy."),
                    (
                        "Do you stand behind the commitments?",
                        (
                            "Transparency, human rights, the rights of the child, work with civil society, and"
                            " taking part in the groups."
                        ),
                    ),
                )
            ),
            text("""
If you said yes four times, apply. If you said yes three times, write down what is missing and by when,
and talk to staff. That is enough for a first meeting.

Size does not matter, but the kind of company does: those that only sell safety tools to others cannot
join as members.

Elevate will prepare Pathways companies for this once it is open. Staff confirm the tier when you join.
"""),
        ),
        related_slugs=("how-to-join", "elevate"),
    ),
)
