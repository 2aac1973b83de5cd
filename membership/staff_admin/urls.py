"""The addresses of staff's pages below /admin/. Those that change the access of others stand together."""

from typing import Any

from django.urls import path

from . import application_pages as applications
from . import people_acts, standing_acts
from .waiting import Waiting, WaitingQueue

PAGES = [
    path("waiting/", Waiting.as_view(), name="staff_waiting"),
    path("waiting/<slug:slug>/", WaitingQueue.as_view(), name="staff_waiting_queue"),
    path("applications/<int:pk>/", applications.ApplicationReview.as_view(), name="application_review"),
]

ACTS = [
    path("organisations/<int:pk>/invite/", people_acts.Invite.as_view(), name="staff_organisation_invite"),
    path("organisations/<int:pk>/domains/add/", people_acts.AddDomain.as_view(), name="staff_organisation_domain_add"),
    path("invitations/<int:pk>/renew/", people_acts.RenewInvitation.as_view(), name="invitation_renew_by_staff"),
    path("invitations/<int:pk>/revoke/", people_acts.RevokeInvitation.as_view(), name="invitation_revoke_by_staff"),
    path("join-requests/<int:pk>/decline/", people_acts.DeclineRequest.as_view(), name="join_request_decline"),
    path("asked-domains/<int:pk>/dismiss/", people_acts.DismissDomain.as_view(), name="asked_domain_dismiss"),
    path("domains/<int:pk>/remove/", people_acts.RemoveDomain.as_view(), name="domain_remove"),
    path("applications/<int:pk>/criteria/<slug:key>/", applications.ConfirmStep.as_view(), name="application_confirm"),
    path("applications/<int:pk>/take/", applications.Take.as_view(), name="application_take"),
    path("applications/<int:pk>/hand-over/", applications.HandOver.as_view(), name="application_hand_over"),
    path("applications/<int:pk>/send-back/", applications.SendBack.as_view(), name="application_send_back"),
    path("applications/<int:pk>/decline/", applications.Decline.as_view(), name="application_decline"),
]

# What gives or takes access: each of these views is `Dangerous`.
DANGEROUS_ACTS = [
    ("organisations/<int:pk>/standing/<slug:to>/", standing_acts.ChangeStanding, "staff_organisation_standing"),
    ("organisations/<int:pk>/tier/", standing_acts.ChangeTier, "staff_organisation_tier"),
    ("organisations/<int:pk>/suspend/", standing_acts.Suspend, "staff_organisation_suspend"),
    ("organisations/<int:pk>/reinstate/", standing_acts.Reinstate, "staff_organisation_reinstate"),
    ("applications/<int:pk>/accept/", applications.Accept, "application_accept"),
    ("asked-domains/<int:pk>/grant/", people_acts.GrantDomain, "asked_domain_grant"),
    ("domains/<int:pk>/verify/", people_acts.VerifyDomain, "domain_verify"),
    ("join-requests/<int:pk>/accept/", people_acts.AcceptRequest, "join_request_accept"),
    ("people/<int:pk>/suspend/", people_acts.SuspendPerson, "person_suspend"),
    ("people/<int:pk>/reinstate/", people_acts.ReinstatePerson, "person_reinstate"),
]


def addresses() -> list[Any]:
    dangerous = [path(route, view.as_view(), name=name) for route, view, name in DANGEROUS_ACTS]
    return [*PAGES, *ACTS, *dangerous]
