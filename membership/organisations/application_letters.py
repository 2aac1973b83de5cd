"""What coordinators and applicants hear of an application. No mail names the company or repeats what was written."""

from functools import partial
from typing import Any

from django.urls import reverse

from membership.joining.queries import active_representatives
from membership.models import User
from notifications.letters import Letter, absolute, letter, register_message
from notifications.outbox import OutboxMail, post

from .application_permissions import applications_for, coordinators
from .models import ApplicationState, MembershipApplication

State = ApplicationState

SUBMITTED = "application-submitted"
RECEIVED = "application-received"
TAKEN = "application-taken"
SENT_BACK = "application-sent-back"
ACCEPTED = "application-accepted"
DECLINED = "application-declined"

# The mails to an applicant, and the state outside of which there is nothing left to say.
TO_APPLICANTS: dict[str, State] = {
    RECEIVED: State.SUBMITTED,
    TAKEN: State.IN_REVIEW,
    SENT_BACK: State.BEGUN,
    ACCEPTED: State.ACCEPTED,
    DECLINED: State.DECLINED,
}


def tell_coordinators(application: MembershipApplication) -> None:
    """Its coordinator, or everybody who may become that."""
    readers = coordinators()
    for person in list(readers.filter(applications_led=application)) or readers:
        _post(SUBMITTED, application, person)


def tell_applicant(application: MembershipApplication, message: str) -> None:
    """Whoever submitted it; the company's representatives if that person is gone."""
    for person in _applicants(application):
        _post(message, application, person)


def _applicants(application: MembershipApplication) -> list[User]:
    applicant: User | None = application.applicant
    if applicant is not None and applicant.is_active and applicant.organisation_id == application.organisation_id:
        return [applicant]
    return list(active_representatives(application.organisation))


def _post(message: str, application: MembershipApplication, person: User) -> None:
    post(
        message=message,
        person=person,
        context={"application": application.pk, "since": application.state_since.isoformat()},
        key=f"{message}-{application.pk}-{application.state_since.isoformat()}-{application.coordinator_id}-{person.pk}",
    )


def compose_to_coordinator(mail: OutboxMail) -> Letter | None:
    application, person = _application_of(mail), mail.person
    if application is None or application.state != State.SUBMITTED or person is None or not person.is_active:
        return None
    if not applications_for(person).filter(pk=application.pk).exists():
        return None
    url = absolute(reverse("application_review", args=[application.pk]))
    return letter("application_submitted", {"url": url}, to=person.email)


def compose_to_applicant(mail: OutboxMail, *, template: str, state: State) -> Letter | None:
    application, person = _application_of(mail), mail.person
    if application is None or application.state != state or person is None or not person.is_active:
        return None
    if person.organisation_id != application.organisation_id:
        return None
    context: dict[str, Any] = {
        "url": absolute(reverse("organisation_application")),
        "coordinator": str(application.coordinator or ""),
        "tier": application.organisation.get_tier_display(),
    }
    return letter(template, context, to=person.email)


def _application_of(mail: OutboxMail) -> MembershipApplication | None:
    """The application, if it still stands where it stood when the mail was written."""
    found = MembershipApplication.objects.select_related("organisation", "coordinator")
    application = found.filter(pk=mail.context["application"]).first()
    if application is None or application.state_since.isoformat() != mail.context["since"]:
        return None
    return application


register_message(SUBMITTED, compose_to_coordinator)
for _message, _state in TO_APPLICANTS.items():
    _template = _message.replace("-", "_")
    register_message(_message, partial(compose_to_applicant, template=_template, state=_state))
