"""Wagtail's app of users, with our views of people in place of its own."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    user_viewset = "membership.people_admin.PersonViewSet"
    group_viewset = "membership.people_admin.DjangoGroupViewSet"
