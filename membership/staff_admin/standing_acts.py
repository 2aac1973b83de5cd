"""The acts on an organisation that change what all of its people may do. Each goes into its history with a reason."""

from typing import Any, ClassVar

from django import forms
from django.http import Http404
from django.utils.functional import cached_property

from membership.models import Standing, Tier
from membership.organisations import lifecycle

from .acts import MOVED_ON, Dangerous, OrganisationAct, people

ALLIANCE_STAYS = "The alliance stays as it is: otherwise nobody could undo it."


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Staff read it in the history of the organisation.",
        error_messages={
            "required": "Write why. Whoever looks at the history next year will want to know.",
            "max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d.",
        },
    )


class StandingAct(Dangerous, OrganisationAct):
    form_class = ReasonForm
    is_serious = True
    refusals: ClassVar[dict[type[Exception], str]] = {
        lifecycle.NoSuchStep: MOVED_ON,
        lifecycle.OnlyWhileCurrent: "The tier of an organisation changes only while it is current.",
        lifecycle.TheAllianceStays: ALLIANCE_STAYS,
    }

    def refusal_now(self) -> str:
        return ALLIANCE_STAYS if self.organisation.tier == Tier.ALLIANCE else ""

    @cached_property
    def count(self) -> int:
        """Its people, except those who are suspended themselves: nothing changes for them."""
        return self.organisation.people.filter(suspended_at=None).count()


class ChangeStanding(StandingAct):
    @cached_property
    def to(self) -> Standing:
        if self.kwargs["to"] not in Standing.values:
            raise Http404
        return Standing(self.kwargs["to"])

    @property
    def step(self) -> str:
        return lifecycle.steps_from(self.organisation).get(self.to, "")

    def refusal_now(self) -> str:
        return super().refusal_now() or ("" if self.step else MOVED_ON)

    def get_page_title(self) -> str:
        return self.step

    @property
    def button_label(self) -> str:  # type: ignore[override]
        return f"{self.step}: {people(self.count)}"

    def consequences(self) -> list[str]:
        tier, who = self.organisation.get_tier_display(), people(self.count)
        return {
            Standing.CURRENT: [f"{who} can sign in and have what {tier} gives, from their next click on."],
            Standing.LAPSED: [
                f"{who} can still sign in, but see only what is public, from their next click on.",
                "Nobody can be invited or let in until the membership is renewed.",
            ],
            Standing.LEFT: [
                f"{who} can no longer sign in. Whoever is signed in is out at their next click.",
                "Nothing is deleted: if the organisation returns, so do they.",
            ],
            Standing.APPLICANT: [],
        }[self.to]

    def act(self, given: dict[str, Any]) -> str:
        changed = lifecycle.change_standing(
            organisation=self.organisation, to=self.to, by=self.user, reason=given["reason"]
        )
        return f"{changed} is now {changed.get_standing_display().lower()}."


class TierForm(ReasonForm):
    tier = forms.ChoiceField(choices=[(tier.value, tier.label) for tier in Tier if tier != Tier.ALLIANCE])
    field_order = ("tier", "reason")


class ChangeTier(StandingAct):
    page_title = "Change the tier"
    button_label = "Change the tier"
    form_class = TierForm

    def refusal_now(self) -> str:
        if refusal := super().refusal_now():
            return refusal
        is_current = self.organisation.standing == Standing.CURRENT
        return "" if is_current else self.refusals[lifecycle.OnlyWhileCurrent]

    def get_initial(self) -> dict[str, Any]:
        return {"tier": self.organisation.tier}

    def consequences(self) -> list[str]:
        tier, who = self.organisation.get_tier_display(), people(self.count)
        return [f"{who} have what {tier} gives now, and what the new tier gives from their next click on."]

    def act(self, given: dict[str, Any]) -> str:
        changed = lifecycle.change_tier(
            organisation=self.organisation, tier=Tier(given["tier"]), by=self.user, reason=given["reason"]
        )
        return f"{changed} is now {changed.get_tier_display()}."


class Suspend(StandingAct):
    page_title = "Suspend"

    @property
    def button_label(self) -> str:  # type: ignore[override]
        return f"Suspend {people(self.count)}"

    def refusal_now(self) -> str:
        return super().refusal_now() or (MOVED_ON if self.organisation.suspended_at else "")

    def consequences(self) -> list[str]:
        return [
            f"{people(self.count)} can no longer sign in. Whoever is signed in is out at their next click.",
            "Nothing is deleted, and you can reinstate the organisation at any time.",
        ]

    def act(self, given: dict[str, Any]) -> str:
        lifecycle.suspend_organisation(organisation=self.organisation, by=self.user, reason=given["reason"])
        return f"{self.organisation} is suspended."


class Reinstate(StandingAct):
    page_title = "Reinstate"
    button_label = "Reinstate"

    def refusal_now(self) -> str:
        return super().refusal_now() or ("" if self.organisation.suspended_at else MOVED_ON)

    def consequences(self) -> list[str]:
        if self.organisation.standing == Standing.LEFT:
            return ["Nobody can sign in all the same: the organisation has left."]
        return [f"{people(self.count)} can sign in again. Whoever is suspended themselves stays suspended."]

    def act(self, given: dict[str, Any]) -> str:
        lifecycle.reinstate_organisation(organisation=self.organisation, by=self.user, reason=given["reason"])
        return f"{self.organisation} is reinstated."
