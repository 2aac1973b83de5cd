"""The people of the demonstration. All are fictional.

The personas at demo.example can sign in and stand for one kind of reader each. The named people give the portal
its owners, speakers and rosters; they have no password.
"""

from portal.demo.shapes import DemoPerson

PASSWORD = "pathways-demo"

PERSONAS: tuple[DemoPerson, ...] = (
    DemoPerson(
        "startup@demo.example",
        "Robin Startup",
        "chatterfig",
        can_sign_in=True,
        job_title="Trust and safety lead",
    ),
    DemoPerson(
        "member@demo.example",
        "Morgan Member",
        "larkspan",
        can_sign_in=True,
        job_title="Policy specialist",
    ),
    DemoPerson(
        "group-member@demo.example",
        "Gale Groupmember",
        "nonagon-play",
        groups=("tech-innovation", "gen-ai-models"),
        can_sign_in=True,
        job_title="Safety engineer",
    ),
    DemoPerson(
        "representative@demo.example",
        "Ray Representative",
        "quillmere-cloud",
        roles=("representative",),
        can_sign_in=True,
        job_title="Head of child safety",
    ),
    DemoPerson(
        "expert@demo.example",
        "Eden Expert",
        "findlewick",
        roles=("expert",),
        can_sign_in=True,
        expert_topics=("hashing-and-matching", "detection", "reporting", "reporting-to-ncmec"),
        job_title="Detection engineer",
    ),
    DemoPerson(
        "coordinator@demo.example",
        "Corin Coordinator",
        "",
        roles=("coordinator",),
        groups=("tech-innovation", "gen-ai-models", "hma-resource-group"),
        can_sign_in=True,
        job_title="Working group coordinator",
    ),
    DemoPerson(
        "editor@demo.example",
        "Ellis Editor",
        "",
        roles=("editor",),
        can_sign_in=True,
        job_title="Editor",
    ),
    DemoPerson(
        "publisher@demo.example",
        "Parker Publisher",
        "",
        roles=("publisher",),
        can_sign_in=True,
        job_title="Publisher",
    ),
    DemoPerson(
        "admin@demo.example",
        "Ari Admin",
        "",
        roles=("staff", "admin"),
        can_sign_in=True,
        job_title="Portal administrator",
    ),
    DemoPerson(
        "suspended@demo.example",
        "Sam Suspended",
        "murmurine",
        can_sign_in=True,
        status="suspended",
        job_title="Former moderator lead",
    ),
)

REPRESENTATIVES: tuple[DemoPerson, ...] = (
    DemoPerson("ines.marrow@larkspan.example", "Ines Marrow", "larkspan", roles=("representative",)),
    DemoPerson(
        "tobias.okonjo-reed@quillmere.example",
        "Tobias Okonjo-Reed",
        "quillmere-cloud",
        roles=("representative",),
    ),
    DemoPerson("hana.vesterby@nonagon.example", "Hana Vesterby", "nonagon-play", roles=("representative",)),
    DemoPerson("rafi.coldwater@velloquy.example", "Rafi Coldwater", "velloquy", roles=("representative",)),
    DemoPerson("lucia.pembrey@tidewell.example", "Lucia Pembrey", "tidewell-pay", roles=("representative",)),
)

MEMBERS: tuple[DemoPerson, ...] = (
    DemoPerson(
        "dov.aldane@larkspan.example",
        "Dov Aldane",
        "larkspan",
        groups=("investigations",),
        job_title="Investigations lead",
        seen_by="groups",
    ),
    DemoPerson("mei-lin.ostrava@findlewick.example", "Mei-Lin Ostrava", "findlewick", groups=("apac-public-policy",)),
    DemoPerson("kwabena.thrale@nonagon.example", "Kwabena Thrale", "nonagon-play", groups=("gaming-sector-roadmap",)),
    DemoPerson(
        "sunniva.pyke@murmurine.example",
        "Sunniva Pyke",
        "murmurine",
        groups=("hma-resource-group",),
        job_title="Platform engineer",
        seen_by="nobody",
    ),
    DemoPerson(
        "joao.brandlow@pebblecast.example",
        "Joao Brandlow",
        "pebblecast",
        groups=("financial-sextortion-toolkit",),
    ),
    DemoPerson(
        "asha.winterlin@hearthlark.example",
        "Asha Winterlin",
        "hearthlark-dating",
        job_title="Community manager",
        seen_by="organisation",
    ),
)

EXPERTS: tuple[DemoPerson, ...] = (
    DemoPerson(
        "noor.castellane@quillmere.example",
        "Noor Castellane",
        "quillmere-cloud",
        roles=("expert",),
        groups=("hma-resource-group",),
        expert_topics=("hashing-and-matching", "detection", "video", "classifiers"),
    ),
    DemoPerson(
        "emeka.strand@larkspan.example",
        "Emeka Strand",
        "larkspan",
        roles=("expert",),
        expert_topics=("reporting", "reporting-to-ncmec", "reporting-outside-the-us", "starting-a-programme"),
    ),
    DemoPerson(
        "greta.loy@findlewick.example",
        "Greta Loy",
        "findlewick",
        roles=("expert",),
        expert_topics=("policy-and-rules", "regulation", "safer-design", "transparency"),
    ),
)

FOUNDERS: tuple[DemoPerson, ...] = (
    DemoPerson("bea.tolliver@sproutslate.example", "Bea Tolliver", "sproutslate", job_title="Founder"),
    DemoPerson("arjun.moss@chatterfig.example", "Arjun Moss", "chatterfig", job_title="Founder"),
    DemoPerson("freya.donk@boxwren.example", "Freya Donk", "boxwren", job_title="Founder"),
)

ALLIANCE: tuple[DemoPerson, ...] = (
    DemoPerson(
        "petra.nwosu-hale@alliance.example",
        "Petra Nwosu-Hale",
        "",
        roles=("coordinator",),
        groups=(
            "americas-public-policy",
            "apac-public-policy",
            "emea-public-policy",
            "age-assurance",
            "law-enforcement-outreach",
        ),
    ),
    DemoPerson(
        "callum.drey@alliance.example",
        "Callum Drey",
        "",
        roles=("coordinator",),
        groups=(
            "gen-ai-content",
            "gen-ai-classification",
            "gen-ai-legal-red-teaming",
            "gen-ai-models",
            "gen-ai-reporting-template",
        ),
    ),
    DemoPerson(
        "yuki.fennimore@alliance.example",
        "Yuki Fennimore",
        "",
        roles=("coordinator",),
        groups=(
            "financial-sextortion-toolkit",
            "gaming-sector-roadmap",
            "hma-resource-group",
            "appeals-resources",
            "intelligence-gathering",
            "investigations",
        ),
    ),
    DemoPerson("silas.quennell@alliance.example", "Silas Quennell", "", roles=("editor",)),
    DemoPerson("oona.varga@alliance.example", "Oona Varga", "", roles=("editor",)),
    DemoPerson(
        "marta.ilves@alliance.example",
        "Marta Ilves",
        "",
        roles=("staff", "coordinator"),
        groups=("information-knowledge-sharing",),
        job_title="Membership",
    ),
    DemoPerson(
        "dele.hargrove@alliance.example",
        "Dele Hargrove",
        "",
        roles=("staff", "coordinator"),
        groups=("research", "transparency"),
        job_title="Metrics",
    ),
)

ALL_PEOPLE: tuple[DemoPerson, ...] = PERSONAS + REPRESENTATIVES + MEMBERS + EXPERTS + FOUNDERS + ALLIANCE
