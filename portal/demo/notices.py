"""Callouts that many pages end or begin with, so that they say the same thing everywhere."""

from portal.demo.blocks import callout

NOT_LEGAL_ADVICE = callout(
    "info",
    "Not legal advice",
    "This answer is general information, not legal advice. Do not send case details here.",
)

ASK_COUNSEL = callout(
    "info",
    "Not legal advice",
    "This page is general information. Duties differ from country to country and change. Ask your own counsel"
    " before you act on it.",
)

DEMONSTRATION_SUMMARY = callout(
    "info",
    "About this text",
    "This is a short summary in our own words, written for the demonstration portal. It is not the published"
    " document of this title, and it may leave out what matters to you.",
)

ILLUSTRATIVE = callout(
    "info",
    "Illustrative content",
    "The bodies, bills, people and companies on this page are fictional. They show how a briefing is laid"
    " out. Do not rely on them as news.",
)

FICTIONAL_SPEAKERS = callout(
    "info",
    "About this session",
    "The speakers and their companies are fictional. The notes were written for the demonstration portal,"
    " which holds no video file.",
)

SURVEY_CAVEAT = callout(
    "warning",
    "How to read these figures",
    "Members report these figures about themselves, once a year, and the alliance adds them up. Nobody"
    " outside has audited them. They do not rank or name companies, and a year with more answers is not the"
    " same as a year with more action.",
)

LOOK_AFTER_YOURSELF = callout(
    "tip",
    "Look after yourself and your team",
    "This subject is heavy, also on paper. Take breaks, share the work, and use the support that your company"
    " offers. The moderator wellness starter kit is a good place to begin.",
)

KEEP_IN_THE_GROUP = callout(
    "warning",
    "Keep this in the group",
    "These notes help colleagues in this group to protect people. Outside it they could help someone to avoid"
    " being found. Do not forward them, and do not copy them into other tools.",
)

WHERE_TO_REPORT = callout(
    "warning",
    "This portal is not a hotline",
    "If a child is in danger now, call your local police. To report online sexual exploitation of a child,"
    " use the [CyberTipline](https://report.cybertip.org/) or the hotline of your country. Do not send case"
    " details, images or links through this portal.",
)
