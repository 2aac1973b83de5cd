"""What the tests of applications do: a Pathways company applies, and the alliance reads it."""

import re

from django.core import mail as delivered

from membership.models import ApplicationStep, MembershipApplication, Tier, User
from membership.organisations import applications as services
from notifications.sending import send_waiting_mails
from tests import factories

APPLICATION = "/organisation/application/"


def founder() -> User:
    """Represents the Pathways company."""
    return factories.representative(at=factories.startup())


def begun(by: User) -> MembershipApplication:
    return services.begin_application(organisation=factories.company_of(by), by=by)


def filled_in(by: User) -> MembershipApplication:
    application = begun(by)
    for key in services.CRITERIA:
        services.say_step(application=application, key=key, said=f"What we say to {key}", by=by)
    return application


def submitted(by: User) -> MembershipApplication:
    return services.submit_application(application=filled_in(by), by=by)


def in_review(by: User, coordinator: User) -> MembershipApplication:
    return services.take_application(application=submitted(by), coordinator=coordinator, by=coordinator)


def confirmed(by: User, coordinator: User) -> MembershipApplication:
    application = in_review(by, coordinator)
    for key in services.CRITERIA:
        services.confirm_step(application=application, key=key, by=coordinator)
    return application


def accepted(by: User, coordinator: User) -> MembershipApplication:
    return services.accept_application(application=confirmed(by, coordinator), tier=Tier.BRIDGE, by=coordinator)


def groups_of(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def said_in(application: MembershipApplication) -> dict[str, str]:
    return dict(ApplicationStep.objects.filter(application=application).values_list("key", "said"))


def arrived() -> list[tuple[str, str]]:
    """What the worker sends now: to whom, and the subject."""
    before = len(delivered.outbox)
    send_waiting_mails()
    return sorted((mail.to[0], mail.subject) for mail in delivered.outbox[before:])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())
