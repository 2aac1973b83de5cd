"""What somebody is told who may not ask, and where they go instead."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from membership.models import Standing, Tier, User


@dataclass(frozen=True)
class WhyNot:
    """`url` leads to what they can do about it, and `link` says what that is; both empty if nothing but waiting."""

    sentence: str
    link: str = ""
    url: str = ""


NOBODY = "Experts of the alliance answer questions of companies in Pathways and of members."
NO_COMPANY = "Questions are for people of companies in Pathways and of members. You belong to no company here yet."
WAITS = (
    "Your company waits for review. The alliance looks at each new company before Pathways opens to it, and that may "
    "take a few days. Then you can ask."
)
ALLIANCE = (
    "You work for the alliance, and questions are for companies. If you answer or coordinate, you find them below."
)
ENDED = "Your company is not in Pathways or the alliance at present. What you have asked stays here for you to read."


def why_not(user: User | AnonymousUser) -> WhyNot:
    """For somebody of whom `permissions.user_can_ask` says no."""
    if not isinstance(user, User):
        return WhyNot(NOBODY, "Sign in to ask an expert", reverse("account_login"))
    organisation = user.organisation
    if organisation is None:
        return WhyNot(NO_COMPANY, "See how to join your company", reverse("account_join"))
    if organisation.standing == Standing.APPLICANT:
        return WhyNot(WAITS)
    if organisation.tier == Tier.ALLIANCE:
        return WhyNot(ALLIANCE)
    return WhyNot(ENDED)
