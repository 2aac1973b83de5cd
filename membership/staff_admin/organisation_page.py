"""All that staff know of one organisation, and what they can do about it."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.views.generic import InspectView

from membership.joining.queries import open_invitations, seats_left, waiting_requests
from membership.models import Organisation, OrganisationChange, Standing, Tier, User
from membership.organisations import lifecycle
from membership.organisations.models import ChangeKind
from membership.organisations.queries import open_recertification
from membership.permissions import user_can_manage_organisations

from .queues import lacks_representative

SHOWN = 25  # people, and lines of history


class OrganisationPage(InspectView):
    template_name = "membership_admin/organisation.html"
    page_title = "Organisation"

    def get_object(self, queryset: QuerySet | None = None) -> Organisation:
        # By `id`, not by `pk`: that lookup alone takes numbers that are larger than the database can hold.
        return get_object_or_404(Organisation, id=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation: Organisation = self.object
        people = people_of(organisation)
        shown = list(people[: SHOWN + 1])
        history = list(organisation.changes.select_related("by")[: SHOWN + 1])
        confirmation = open_recertification(organisation)
        return super().get_context_data(
            organisation=organisation,
            may_act=user_can_manage_organisations(self.request.user),
            acts=acts_on(organisation),
            people=shown[:SHOWN],
            people_url=f"{reverse('wagtailusers_users:index')}?organisation={organisation.pk}",
            more_people=len(shown) > SHOWN,
            seats_left=seats_left(organisation),
            is_alone=organisation.standing == Standing.CURRENT and lacks_representative(organisation),
            invitations=list(open_invitations(organisation).select_related("invited_by")[:SHOWN]),
            requests=list(waiting_requests(organisation)[:SHOWN]),
            domains=list(organisation.domains.select_related("verified_by")),
            applications=list(organisation.applications.select_related("coordinator")[:SHOWN]),
            history=[sentence_of(change) for change in history[:SHOWN]],
            confirmation=confirmation,
            **kwargs,
        )


def people_of(organisation: Organisation) -> QuerySet[User]:
    """Whoever can sign in stands first."""
    found = User.objects.filter(organisation=organisation).prefetch_related("role_assignments")
    return found.order_by("-is_active", "last_name", "first_name", "email")


def acts_on(organisation: Organisation) -> list[tuple[str, str]]:
    """(label, address) of what changes the access of all its people; each asks first."""
    if organisation.tier == Tier.ALLIANCE:
        return []
    pk = organisation.pk
    acts = [
        (label, reverse("staff_organisation_standing", args=[pk, to.value]))
        for to, label in lifecycle.steps_from(organisation).items()
    ]
    if organisation.standing == Standing.CURRENT:
        acts.append(("Change the tier", reverse("staff_organisation_tier", args=[pk])))
    if organisation.suspended_at:
        acts.append(("Reinstate", reverse("staff_organisation_reinstate", args=[pk])))
    else:
        acts.append(("Suspend", reverse("staff_organisation_suspend", args=[pk])))
    return acts


def sentence_of(change: OrganisationChange) -> dict[str, Any]:
    """One step of its life in words."""
    names = dict(Standing.choices) if change.kind == ChangeKind.STANDING else dict(Tier.choices)
    before, after = names.get(change.before, ""), names.get(change.after, "")
    what = {
        ChangeKind.JOINED: f"Joined as {after}",
        ChangeKind.STANDING: f"Standing: from {before} to {after}",
        ChangeKind.TIER: f"Tier: from {before} to {after}",
        ChangeKind.SUSPENDED: "Suspended",
        ChangeKind.REINSTATED: "Reinstated",
    }[ChangeKind(change.kind)]
    return {"at": change.at, "what": what, "by": change.by, "reason": change.reason}
