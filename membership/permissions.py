"""What roles may do in the admin. Page and collection permissions are given where the page tree is made."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Permission

from .access import role_group
from .models import Role, User

ENTER_ADMIN = "wagtailadmin.access_admin"
ADMIN_ROLES = (Role.EDITOR, Role.PUBLISHER, Role.COORDINATOR, Role.STAFF)


def user_can_manage_people(user: User | AnonymousUser) -> bool:
    """Add people, change what is known of them, assign roles, suspend and reinstate."""
    return user.has_perms(["membership.add_user", "membership.change_user"])


def user_can_manage_person(user: User | AnonymousUser, person: User) -> bool:
    """Whoever changes the address of a superuser becomes one, so only superusers may."""
    return user_can_manage_people(user) and (user.is_superuser or not person.is_superuser)


def user_can_suspend_person(user: User | AnonymousUser, person: User) -> bool:
    return user_can_manage_person(user, person) and user != person


def user_can_manage_organisations(user: User | AnonymousUser) -> bool:
    """Change what organisations are and what becomes of them, and decide about whoever wants to join them."""
    return user.has_perm("membership.change_organisation")


def ensure_role_permissions() -> None:
    """Give each role what it needs in the admin, if it does not have it yet."""
    for role in ADMIN_ROLES:
        grant_to_role(role, ENTER_ADMIN)
    for role in (Role.COORDINATOR, Role.STAFF):
        grant_to_role(role, "membership.view_membershipapplication", "membership.change_membershipapplication")
    grant_to_role(
        Role.STAFF,
        *(
            f"membership.{action}_{model}"
            for model in ("organisation", "user", "roleassignment")
            for action in ("add", "change", "view")
        ),
        "membership.delete_roleassignment",
        "visibility.view_audience",
        "audit.view_auditentry",
        "newsletter.view_subscriber",
        "newsletter.export_subscriber",
        "notifications.view_jobstate",
        "notifications.change_jobstate",
        "notifications.view_outboxmail",
        "notifications.change_outboxmail",
        "notifications.view_undeliverableaddress",
        "notifications.delete_undeliverableaddress",
    )


def grant_to_role(role: Role, *permissions: str) -> None:
    """Give `app.codename` permissions to everyone in a role."""
    group = role_group(role)
    for permission in permissions:
        app_label, codename = permission.split(".")
        found = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
        if not found.exists():
            # After a migration Django makes an app's permissions in its own time, which may be after ours.
            create_permissions(apps.get_app_config(app_label), verbosity=0)
        group.permissions.add(found.get())
