"""The acts by which staff let people into an organisation, and keep a person out."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from membership import services
from membership.joining import services as joining
from membership.models import Invitation, JoinRequest, Organisation, OrganisationDomain, User
from membership.organisations import domains
from membership.organisations.models import DomainRequest
from membership.permissions import user_can_manage_person, user_can_suspend_person

from .acts import MOVED_ON, Act, Dangerous, OrganisationAct, found
from .queues import join_requests_for_staff, lacks_representative

TAKES_NOBODY_IN = "It takes nobody in now: it is suspended, or not current."
NO_SEAT_LEFT = "All of its seats are taken by people and open invitations. Give it more seats first."

# --- Invitations ----------------------------------------------------------------------------------------------------


class InvitationForm(forms.Form):
    email = forms.CharField(label="Email address", error_messages={"required": "Enter their email address."})
    first_name = forms.CharField(max_length=100, required=False)
    last_name = forms.CharField(max_length=100, required=False)
    as_representative = forms.BooleanField(required=False, label="As a representative of the organisation")


class Invite(Dangerous, OrganisationAct):
    page_title = "Invite somebody"
    button_label = "Send the invitation"
    form_class = InvitationForm
    refusals: ClassVar[dict[type[Exception], str]] = {
        joining.TakesNobodyIn: TAKES_NOBODY_IN,
        joining.NoSeatLeft: NO_SEAT_LEFT,
        joining.TooManyToday: "The organisation has sent as many invitations today as it may. Try again tomorrow.",
    }

    def consequences(self) -> list[str]:
        return ["They get a mail with a link, and choose a password themselves."]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except joining.AddressNotUsable as refusal:
            form.add_error("email", str(refusal))
        except joining.AlreadyAMember:
            form.add_error("email", "Somebody in this organisation signs in with this address.")
        except joining.AlreadyInvited:
            form.add_error("email", "This address is invited already. You can send that invitation again.")
        return self.form_invalid(form)

    def act(self, given: dict[str, Any]) -> str:
        invitation = joining.invite(organisation=self.organisation, by=self.user, **given)
        return f"An invitation is on its way to {invitation.email}."


class InvitationAct(OrganisationAct):
    refusals: ClassVar[dict[type[Exception], str]] = {
        joining.InvitationEnded: MOVED_ON,
        joining.TakesNobodyIn: TAKES_NOBODY_IN,
        joining.NoSeatLeft: NO_SEAT_LEFT,
    }

    @cached_property
    def invitation(self) -> Invitation:
        invitation: Invitation = found(self.kwargs, Invitation.objects.select_related("organisation"))
        return invitation

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Organisation = self.invitation.organisation
        return organisation


class RenewInvitation(InvitationAct):
    page_title = "Send the invitation again"
    button_label = "Send it again"

    def consequences(self) -> list[str]:
        return [f"{self.invitation.email} gets a new link. The links before it end."]

    def act(self, given: dict[str, Any]) -> str:
        joining.renew_invitation(invitation=self.invitation, by=self.user)
        return f"A new invitation is on its way to {self.invitation.email}."


class RevokeInvitation(InvitationAct):
    page_title = "Revoke the invitation"
    button_label = "Revoke it"
    is_serious = True

    def consequences(self) -> list[str]:
        return [f"The link that {self.invitation.email} got ends at once."]

    def act(self, given: dict[str, Any]) -> str:
        joining.revoke_invitation(invitation=self.invitation, by=self.user)
        return f"The invitation of {self.invitation.email} is revoked."


# --- Requests to join -----------------------------------------------------------------------------------------------


class RequestAct(OrganisationAct):
    """Staff decide where no representative can."""

    refusals: ClassVar[dict[type[Exception], str]] = {
        joining.RequestDecided: MOVED_ON,
        joining.TakesNobodyIn: TAKES_NOBODY_IN,
        joining.NoSeatLeft: NO_SEAT_LEFT,
    }

    @cached_property
    def asked(self) -> JoinRequest:
        asked: JoinRequest = found(self.kwargs, JoinRequest.objects.select_related("organisation", "person"))
        return asked

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Organisation = self.asked.organisation
        return organisation

    def refusal_now(self) -> str:
        return "" if join_requests_for_staff().filter(pk=self.asked.pk).exists() else MOVED_ON


class AcceptRequest(Dangerous, RequestAct):
    page_title = "Let somebody in"
    button_label = "Let them in"

    def consequences(self) -> list[str]:
        person = self.asked.person
        return [f"{person} ({person.email}) joins {self.organisation} and has what it has, from their next click on."]

    def act(self, given: dict[str, Any]) -> str:
        joining.accept_request(request=self.asked, by=self.user)
        return f"{self.asked.person} is in."


class DeclineRequest(RequestAct):
    page_title = "Decline the request"
    button_label = "Decline it"
    is_serious = True

    def consequences(self) -> list[str]:
        person = self.asked.person
        return [f"{person} ({person.email}) hears of it by mail, and keeps an account without an organisation."]

    def act(self, given: dict[str, Any]) -> str:
        joining.decline_request(request=self.asked, by=self.user)
        return f"The request of {self.asked.person} is declined."


# --- Domains --------------------------------------------------------------------------------------------------------


class DomainForm(forms.Form):
    domain = forms.CharField(
        max_length=253,
        help_text="What stands behind the @ in their addresses, such as company.com.",
        error_messages={"required": "Enter a domain."},
    )


class AddDomain(Dangerous, OrganisationAct):
    page_title = "Add a domain"
    button_label = "Add the domain"
    form_class = DomainForm

    def consequences(self) -> list[str]:
        policy = self.organisation.get_join_policy_display()
        return [f"For people with an address there this will hold: {policy.lower()}."]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except joining.AddressNotUsable:
            form.add_error("domain", "Enter a domain in the correct format, like company.com.")
        except domains.PublicMailDomain:
            form.add_error("domain", "Anybody can have an address there, so it cannot stand for an organisation.")
        except domains.TakenDomain:
            form.add_error("domain", "Another organisation has this domain. Remove it there first.")
        return self.form_invalid(form)

    def act(self, given: dict[str, Any]) -> str:
        added = domains.add_domain(organisation=self.organisation, domain=given["domain"], by=self.user)
        return f"{added} belongs to {self.organisation}."


class DomainAct(OrganisationAct):
    @cached_property
    def domain(self) -> OrganisationDomain:
        domain: OrganisationDomain = found(self.kwargs, OrganisationDomain.objects.select_related("organisation"))
        return domain

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Organisation = self.domain.organisation
        return organisation


class VerifyDomain(Dangerous, DomainAct):
    page_title = "Verify the domain"
    button_label = "It is theirs"

    def consequences(self) -> list[str]:
        policy = self.organisation.get_join_policy_display()
        return [f"For people with an address at {self.domain} this will hold: {policy.lower()}."]

    def act(self, given: dict[str, Any]) -> str:
        domains.verify_domain(domain=self.domain, by=self.user)
        return f"{self.domain} is verified."


class RemoveDomain(DomainAct):
    page_title = "Remove the domain"
    button_label = "Remove it"
    is_serious = True

    def consequences(self) -> list[str]:
        return [f"Nobody joins by an address at {self.domain} any more. Whoever is in stays in."]

    def act(self, given: dict[str, Any]) -> str:
        domains.remove_domain(domain=self.domain)
        return f"{self.domain} is removed."


class AskedDomainAct(OrganisationAct):
    """A representative has said that a domain is theirs."""

    refusals: ClassVar[dict[type[Exception], str]] = {
        domains.TakenDomain: "Another organisation has this domain. Remove it there first, or dismiss it here.",
    }

    @cached_property
    def asked(self) -> DomainRequest:
        asked: DomainRequest = found(self.kwargs, DomainRequest.objects.select_related("organisation", "asked_by"))
        return asked

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Organisation = self.asked.organisation
        return organisation


class GrantDomain(Dangerous, AskedDomainAct):
    page_title = "Verify the domain"
    button_label = "It is theirs"

    def consequences(self) -> list[str]:
        policy = self.organisation.get_join_policy_display()
        return [f"For people with an address at {self.asked.domain} this will hold: {policy.lower()}."]

    def act(self, given: dict[str, Any]) -> str:
        granted = domains.grant_domain(request=self.asked, by=self.user)
        return f"{granted} is verified."


class DismissDomain(AskedDomainAct):
    page_title = "Dismiss the domain"
    button_label = "It is not theirs"
    is_serious = True

    def consequences(self) -> list[str]:
        return [f"{self.asked.domain} does not become a domain of {self.organisation}."]

    def act(self, given: dict[str, Any]) -> str:
        domains.dismiss_domain(request=self.asked)
        return f"{self.asked.domain} is dismissed."


# --- A person -------------------------------------------------------------------------------------------------------


class PersonAct(Act):
    header_icon = "user"

    @cached_property
    def person(self) -> User:
        person: User = found(self.kwargs, User.objects.select_related("organisation"))
        return person

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def back_url(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.person.pk])

    def back_label(self) -> str:
        return str(self.person)


class SuspendPerson(Dangerous, PersonAct):
    page_title = "Suspend"
    button_label = "Suspend"
    is_serious = True

    def may_act(self) -> bool:
        return user_can_suspend_person(self.user, self.person)

    def refusal_now(self) -> str:
        return MOVED_ON if self.person.suspended_at else ""

    def consequences(self) -> list[str]:
        return [
            "They cannot sign in, and are out at their next click if they are signed in.",
            "Nothing is deleted, and you can reinstate them at any time.",
            *warnings_before_losing(self.person),
        ]

    def act(self, given: dict[str, Any]) -> str:
        services.suspend_person(person=self.person)
        warn_of_missing_representative(self.request, self.person.organisation)
        return f"{self.person} is suspended."


class ReinstatePerson(Dangerous, PersonAct):
    page_title = "Reinstate"
    button_label = "Reinstate"

    def may_act(self) -> bool:
        return user_can_manage_person(self.user, self.person)

    def refusal_now(self) -> str:
        return "" if self.person.suspended_at else MOVED_ON

    def consequences(self) -> list[str]:
        return ["They can sign in again, unless their organisation is suspended or has left."]

    def act(self, given: dict[str, Any]) -> str:
        services.reinstate_person(person=self.person)
        return f"{self.person} is reinstated."


def warnings_before_losing(person: User) -> list[str]:
    own = person.organisation
    if own is None or not person.is_active or lacks_representative(own):
        return []
    if not lacks_representative(own, without=person):
        return []
    return [f"{own} has no other representative: nobody there could look after its people until you name one."]


def warn_of_missing_representative(request: HttpRequest, organisation: Organisation | None) -> None:
    if organisation is not None and lacks_representative(organisation):
        messages.warning(request, f"Nobody represents {organisation} now. It stands in “Waiting” until somebody does.")
