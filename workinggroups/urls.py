"""The addresses under /groups/. What changes something answers to POST alone."""

from django.urls import path

from . import leading, views

urlpatterns = [
    path("", views.groups, name="groups"),
    path("<slug:slug>/", views.group, name="group"),
    path("<slug:slug>/roster/", views.roster, name="group_roster"),
    path("<slug:slug>/ask/", views.ask, name="group_ask"),
    path("<slug:slug>/withdraw/", views.withdraw, name="group_withdraw"),
    path("<slug:slug>/join/", views.join, name="group_join"),
    path("<slug:slug>/accept/", views.accept_invitation, name="group_accept"),
    path("<slug:slug>/decline/", views.decline_invitation, name="group_decline"),
    path("<slug:slug>/leave/", views.leave, name="group_leave"),
    path("<slug:slug>/requests/", leading.requests, name="group_requests"),
    path("<slug:slug>/requests/<uuid:code>/accept/", leading.accept_request, name="group_request_accept"),
    path("<slug:slug>/requests/<uuid:code>/decline/", leading.decline_request, name="group_request_decline"),
    path(
        "<slug:slug>/invitations/<uuid:code>/withdraw/", leading.withdraw_invitation, name="group_invitation_withdraw"
    ),
    path("<slug:slug>/roster/<int:entry_id>/remove/", leading.remove, name="group_remove"),
    path("<slug:slug>/roster/<int:entry_id>/appoint/", leading.appoint, name="group_appoint"),
    path("<slug:slug>/roster/<int:entry_id>/release/", leading.release, name="group_release"),
]
