"""The addresses under /organisation/, for representatives."""

from django.urls import path

from . import acts, invitation_views, recertification_views, request_views, roster_views, settings_views

ON_PERSON = {
    "organisation_suspend": "suspend/",
    "organisation_reinstate": "reinstate/",
    "organisation_make_representative": "representative/",
    "organisation_withdraw_representative": "representative/withdraw/",
    "organisation_hand_over": "hand-over/",
    "organisation_release": "release/",
}

urlpatterns = [
    path("", roster_views.organisation, name="organisation"),
    path("people/<int:person_id>/", acts.person, name="organisation_person"),
    *(
        path(f"people/<int:person_id>/{end}", acts.act_on_person, {"view_name": name}, name=name)
        for name, end in ON_PERSON.items()
    ),
    path("invitations/", invitation_views.invitations, name="organisation_invitations"),
    path("invitations/new/", invitation_views.invite, name="organisation_invite"),
    path("invitations/several/", invitation_views.invite_several, name="organisation_invite_several"),
    path("invitations/several/confirm/", invitation_views.confirm_several, name="organisation_confirm_several"),
    path("invitations/<int:invitation_id>/renew/", invitation_views.renew, name="organisation_invitation_renew"),
    path("invitations/<int:invitation_id>/revoke/", invitation_views.revoke, name="organisation_invitation_revoke"),
    path("requests/", request_views.requests, name="organisation_requests"),
    path("requests/<int:request_id>/accept/", request_views.accept, name="organisation_request_accept"),
    path("requests/<int:request_id>/decline/", request_views.decline, name="organisation_request_decline"),
    path("settings/", settings_views.settings, name="organisation_settings"),
    path("settings/domains/", settings_views.ask_for_domain, name="organisation_ask_for_domain"),
    path("confirm/", recertification_views.confirm, name="organisation_confirm_people"),
]
