"""What organisations and their people are written: about their membership, and about the yearly confirmation.

The rows hold numbers alone. Whom a letter still concerns is asked when it is sent.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from membership.models import Organisation, Role, Standing, SuspendedBy, Tier, User
from notifications.letters import Letter, absolute, address_of, letter, register_message
from notifications.outbox import OutboxMail, post, post_to_many

from .models import ChangeKind, OrganisationChange, Recertification
from .queries import unconfirmed_people

CHANGED = "organisation-changed"
CONFIRM, UNCONFIRMED = "organisation-confirm", "organisation-unconfirmed"
NOT_CONFIRMED, SUSPENDED, OVERDUE = "organisation-not-confirmed", "organisation-suspended", "organisation-overdue"


# --- A step in the organisation's life -----------------------------------------------------------------------------


def tell_representatives(change: OrganisationChange) -> None:
    """Also those whom this very step has shut out: they are to know why."""
    if change.kind == ChangeKind.JOINED:
        return
    told = {
        f"{CHANGED}:{change.pk}:{person_id}": {"change": change.pk, "person": person_id}
        for person_id in _representatives(change.organisation).values_list("pk", flat=True)
    }
    post_to_many(message=CHANGED, contexts=told)


def _representatives(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(organisation=organisation, suspended_at=None, role_assignments__role=Role.REPRESENTATIVE)


def compose_changed(mail: OutboxMail) -> Letter | None:
    change = OrganisationChange.objects.select_related("organisation").filter(pk=mail.context["change"]).first()
    if change is None or not _still_so(change):
        return None
    person = _representatives(change.organisation).filter(pk=mail.context["person"]).first()
    if person is None:
        return None
    context = {
        "organisation": change.organisation.name,
        "kind": change.kind,
        "after": change.after,
        "before": change.before,
        "tier": Tier(change.organisation.tier),
    }
    return letter("organisation_changed", context, to=person.email)


def _still_so(change: OrganisationChange) -> bool:
    """Of two steps in a row, the second letter says it all."""
    organisation = change.organisation
    return {
        ChangeKind.TIER: organisation.tier == change.after,
        ChangeKind.STANDING: organisation.standing == change.after,
        ChangeKind.SUSPENDED: organisation.suspended_at is not None,
        ChangeKind.REINSTATED: organisation.suspended_at is None,
    }.get(ChangeKind(change.kind), False)


# --- Yearly confirmation -------------------------------------------------------------------------------------------


def ask_representatives(recertification: Recertification, representatives: Iterable[User]) -> None:
    """One letter for each warning."""
    for person in representatives:
        key = f"{CONFIRM}:{recertification.pk}:{recertification.warnings_sent}:{person.pk}"
        post(message=CONFIRM, person=person, context={"recertification": recertification.pk}, key=key)


def compose_confirm(mail: OutboxMail) -> Letter | None:
    recertification = _open(mail)
    if recertification is None or not _represents(mail, recertification.organisation):
        return None
    context = {
        "organisation": recertification.organisation.name,
        "count": unconfirmed_people(recertification).count(),
        "due_at": recertification.due_at,
        "confirm_url": absolute(reverse("organisation_confirm_people")),
    }
    return letter("organisation_confirm", context, to=address_of(mail))


def tell_unconfirmed(recertification: Recertification, people: Iterable[User]) -> None:
    told = {
        f"{UNCONFIRMED}:{recertification.pk}:{person.pk}": {"recertification": recertification.pk, "person": person.pk}
        for person in people
    }
    post_to_many(message=UNCONFIRMED, contexts=told)


def compose_unconfirmed(mail: OutboxMail) -> Letter | None:
    recertification = _open(mail)
    if recertification is None:
        return None
    person = unconfirmed_people(recertification).filter(pk=mail.context["person"], is_active=True).first()
    if person is None:
        return None
    context = {"organisation": recertification.organisation.name, "due_at": recertification.due_at}
    return letter("organisation_unconfirmed", context, to=person.email)


def tell_suspended(recertification: Recertification, people: list[User]) -> None:
    """They cannot sign in any more, so the letter says why; their representatives hear how many they are."""
    if not people:
        return
    told = {
        f"{NOT_CONFIRMED}:{recertification.pk}:{person.pk}": {
            "recertification": recertification.pk,
            "person": person.pk,
        }
        for person in people
    }
    post_to_many(message=NOT_CONFIRMED, contexts=told)
    for representative in _representatives(recertification.organisation):
        post(
            message=SUSPENDED,
            person=representative,
            context={"recertification": recertification.pk, "count": len(people)},
            key=f"{SUSPENDED}:{recertification.pk}:{representative.pk}",
        )


def compose_not_confirmed(mail: OutboxMail) -> Letter | None:
    recertification = _any(mail)
    if recertification is None:
        return None
    still_out = User.objects.filter(
        organisation=recertification.organisation_id, suspended_by=SuspendedBy.RECERTIFICATION
    )
    person = still_out.filter(pk=mail.context["person"]).first()
    if person is None:
        return None
    context = {"organisation": recertification.organisation.name}
    return letter("organisation_not_confirmed", context, to=person.email)


def compose_suspended(mail: OutboxMail) -> Letter | None:
    recertification = _any(mail)
    if recertification is None or not _represents(mail, recertification.organisation):
        return None
    context = {
        "organisation": recertification.organisation.name,
        "count": mail.context["count"],
        "roster_url": absolute(reverse("organisation")),
    }
    return letter("organisation_suspended", context, to=address_of(mail))


def tell_staff(recertification: Recertification) -> int:
    """Once for each time that it fell due. Returns how many letters are new."""
    staff = User.objects.filter(is_active=True, role_assignments__role=Role.STAFF).order_by("pk")
    keys = {f"{OVERDUE}:{recertification.pk}:{person.pk}": person for person in staff}
    told = set(OutboxMail.objects.filter(key__in=keys).values_list("key", flat=True))
    for key, person in keys.items():
        if key not in told:
            post(message=OVERDUE, person=person, context={"recertification": recertification.pk}, key=key)
    return len(keys) - len(told)


def compose_overdue(mail: OutboxMail) -> Letter | None:
    recertification = _open(mail)
    if recertification is None or recertification.due_at > timezone.now() or not address_of(mail):
        return None
    context = {
        "organisation": recertification.organisation.name,
        "due_at": recertification.due_at,
        "count": unconfirmed_people(recertification).count(),
    }
    return letter("organisation_overdue", context, to=address_of(mail))


def _represents(mail: OutboxMail, organisation: Organisation) -> bool:
    """Whether its reader may sign in, and acts for the organisation still."""
    return bool(address_of(mail)) and _representatives(organisation).filter(outbox_mails=mail).exists()


def _open(mail: OutboxMail) -> Recertification | None:
    """Nothing is to be said while the organisation is no current member, nor once it is done."""
    current = Recertification.objects.filter(
        closed_at=None, organisation__standing=Standing.CURRENT, organisation__suspended_at=None
    )
    return current.select_related("organisation").filter(pk=mail.context["recertification"]).first()


def _any(mail: OutboxMail) -> Recertification | None:
    found = Recertification.objects.select_related("organisation").filter(pk=mail.context["recertification"])
    return found.first()


register_message(CHANGED, compose_changed)
register_message(CONFIRM, compose_confirm)
register_message(UNCONFIRMED, compose_unconfirmed)
register_message(NOT_CONFIRMED, compose_not_confirmed)
register_message(SUSPENDED, compose_suspended)
register_message(OVERDUE, compose_overdue)
