"""How a Pathways company becomes a member: it says how it meets what membership asks, and a coordinator reads that.

Its people write while the application is begun; from then on what they said stands still, until it is sent back to
them or taken back by them. Accepting it changes the tier in the same transaction. The table is drawn in
docs/membership.md.
"""

from django.db import transaction
from django.utils import timezone

from membership.models import Organisation, Tier, User

from . import application_letters as letters
from . import lifecycle
from .application_permissions import may_apply, may_lead
from .domains import verify_domain
from .models import ApplicationState, ApplicationStep, MembershipApplication

State = ApplicationState

# What an application may become, and what that step is called for whoever takes it.
TRANSITIONS: dict[State, dict[State, str]] = {
    State.BEGUN: {State.SUBMITTED: "Submit", State.WITHDRAWN: "Withdraw"},
    State.SUBMITTED: {State.IN_REVIEW: "Take", State.BEGUN: "Take back", State.WITHDRAWN: "Withdraw"},
    State.IN_REVIEW: {
        State.ACCEPTED: "Accept",
        State.BEGUN: "Send back",
        State.DECLINED: "Decline",
        State.WITHDRAWN: "Withdraw",
    },
    State.ACCEPTED: {},
    State.DECLINED: {},
    State.WITHDRAWN: {},
}

# What membership asks of a company, in the order in which it is asked.
CRITERIA: dict[str, str] = {
    "product-at-risk": "We run a product or service that somebody could misuse to harm children.",
    "own-service": "We run it ourselves, and do not only sell tools or advice to those who do.",
    "published-ban": "Our published rules forbid the sexual exploitation and abuse of children.",
    "acts-on-reports": "Anybody can report such abuse to us, and we act on what is reported.",
    "rights-and-openness": (
        "We are open about this work, respect human rights and the rights of children, and work with civil society."
    ),
    "takes-part": "Our people will take part in working groups of the alliance.",
}


class NoSuchStep(Exception):
    """An application in this state cannot take this step."""


class OnlyPathwaysApply(Exception):
    """Only a Pathways company whose place on the portal is current becomes a member by applying."""


class ApplicationOpen(Exception):
    """The company has an application that is not decided yet."""


class NoSuchCriterion(Exception):
    """Membership does not ask this."""


class StillToSay(Exception):
    """Not everything that membership asks has been answered."""


class AlreadyTaken(Exception):
    """Another coordinator was faster."""


class NotACoordinator(Exception):
    """Only active coordinators and staff of the alliance lead an application."""


class StillToConfirm(Exception):
    """The coordinator has not confirmed everything that membership asks."""


class NotAMemberTier(Exception):
    """An applicant becomes a member of a tier, nothing else."""


class AnswerNeeded(Exception):
    """Whoever is refused, or sent back, is told why and what comes next."""


# --- The company ----------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_application(*, organisation: Organisation, by: User) -> MembershipApplication:
    """What the company said last time stands in the new one. Raises OnlyPathwaysApply and ApplicationOpen."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _refuse_others(organisation)
    earlier = MembershipApplication.objects.filter(organisation=organisation)
    if earlier.filter(state__in=State.open_states()).exists():
        raise ApplicationOpen(organisation)
    last = earlier.order_by("-begun_at", "-pk").first()
    application = MembershipApplication.objects.create(organisation=organisation, applicant=by)
    said = dict(last.steps.values_list("key", "said")) if last else {}
    ApplicationStep.objects.bulk_create(
        ApplicationStep(application=application, key=key, said=said.get(key, "")) for key in CRITERIA
    )
    return application


@transaction.atomic
def say_step(*, application: MembershipApplication, key: str, said: str, by: User) -> ApplicationStep:
    """Keep how the company meets one criterion. What is said anew has to be confirmed anew.

    Raises NoSuchCriterion, NoSuchStep (it lies with the alliance, or is decided), and OnlyPathwaysApply.
    """
    if key not in CRITERIA:
        raise NoSuchCriterion(key)
    application = _locked(application)
    _refuse_others(application.organisation)
    if application.state != State.BEGUN:
        raise NoSuchStep(application.state, key)
    step, _ = ApplicationStep.objects.get_or_create(application=application, key=key)
    if step.said != said:
        step.said, step.confirmed_at, step.confirmed_by = said, None, None
        step.save(update_fields=["said", "confirmed_at", "confirmed_by"])
    return step


@transaction.atomic
def submit_application(*, application: MembershipApplication, by: User, message: str = "") -> MembershipApplication:
    """Hand it to the alliance: to its coordinator, or to all of them if it has none yet.

    Raises StillToSay, NoSuchStep, and OnlyPathwaysApply.
    """
    application = _stepped(application, State.SUBMITTED)
    _refuse_others(application.organisation)
    if unsaid_keys(application):
        raise StillToSay(application)
    application.applicant, application.submitted_at, application.message = by, timezone.now(), message
    application.save()
    letters.tell_coordinators(application)
    letters.tell_applicant(application, letters.RECEIVED)
    return application


@transaction.atomic
def take_back_application(*, application: MembershipApplication, by: User) -> MembershipApplication:
    """Before a coordinator reads it the company may change it once more. Raises NoSuchStep."""
    application = _locked(application)
    if application.state != State.SUBMITTED:
        raise NoSuchStep(application.state, State.BEGUN)
    return _saved(application, State.BEGUN)


@transaction.atomic
def withdraw_application(*, application: MembershipApplication, by: User) -> MembershipApplication:
    """The company may apply anew at any time. Raises NoSuchStep for one that is decided."""
    was_begun = _locked(application).state == State.BEGUN
    application = _stepped(application, State.WITHDRAWN)
    if was_begun:
        application.submitted_at = None  # what they wrote since it was last with the alliance stays their own
    return _decided(application, by=by, answer=application.answer)


# --- The alliance ---------------------------------------------------------------------------------------------------


@transaction.atomic
def take_application(*, application: MembershipApplication, coordinator: User, by: User) -> MembershipApplication:
    """The coordinator leads it from now on, and the applicant knows who that is.

    Raises AlreadyTaken if another was faster, NoSuchStep, and NotACoordinator.
    """
    locked = _locked(application)
    if locked.state == State.IN_REVIEW:
        raise AlreadyTaken(application)
    application = _stepped(application, State.IN_REVIEW)
    return _led_by(application, coordinator)


@transaction.atomic
def hand_over_application(*, application: MembershipApplication, coordinator: User, by: User) -> MembershipApplication:
    """Another coordinator leads it from now on. Raises NoSuchStep unless it is in review, and NotACoordinator."""
    application = _locked(application)
    if application.state != State.IN_REVIEW:
        raise NoSuchStep(application.state, State.IN_REVIEW)
    return application if application.coordinator_id == coordinator.pk else _led_by(application, coordinator)


@transaction.atomic
def confirm_step(*, application: MembershipApplication, key: str, by: User) -> ApplicationStep:
    """The company meets this criterion. A second time keeps the first. Raises NoSuchStep and NoSuchCriterion."""
    step = _step_in_review(application, key)
    if step.confirmed_at is None:
        step.confirmed_at, step.confirmed_by = timezone.now(), by
        step.save(update_fields=["confirmed_at", "confirmed_by"])
    return step


@transaction.atomic
def unconfirm_step(*, application: MembershipApplication, key: str, by: User) -> ApplicationStep:
    """Raises NoSuchStep and NoSuchCriterion."""
    step = _step_in_review(application, key)
    step.confirmed_at, step.confirmed_by = None, None
    step.save(update_fields=["confirmed_at", "confirmed_by"])
    return step


@transaction.atomic
def send_back_application(*, application: MembershipApplication, by: User, answer: str) -> MembershipApplication:
    """The company has something to add, and writes again. Raises AnswerNeeded and NoSuchStep."""
    if not answer.strip():
        raise AnswerNeeded(application)
    application = _locked(application)
    if application.state != State.IN_REVIEW:
        raise NoSuchStep(application.state, State.BEGUN)
    application.answer = answer
    _saved(application, State.BEGUN)
    letters.tell_applicant(application, letters.SENT_BACK)
    return application


@transaction.atomic
def accept_application(
    *, application: MembershipApplication, tier: Tier, by: User, answer: str = ""
) -> MembershipApplication:
    """The company is a member of this tier from this moment on, and its people have what members have.

    Raises StillToConfirm, NotAMemberTier, NoSuchStep, and OnlyPathwaysApply.
    """
    if not tier.is_member:
        raise NotAMemberTier(tier)
    application = _stepped(application, State.ACCEPTED)
    _refuse_others(application.organisation)
    if unconfirmed_keys(application):
        raise StillToConfirm(application)
    lifecycle.change_tier(organisation=application.organisation, tier=tier, by=by, reason="Application accepted")
    for domain in application.organisation.domains.filter(verified_at=None):  # proven by whoever founded it
        verify_domain(domain=domain, by=by)
    application = _decided(application, by=by, answer=answer)
    letters.tell_applicant(application, letters.ACCEPTED)
    return application


@transaction.atomic
def decline_application(*, application: MembershipApplication, by: User, answer: str) -> MembershipApplication:
    """The answer says why, and what the company can do next. Raises AnswerNeeded and NoSuchStep."""
    if not answer.strip():
        raise AnswerNeeded(application)
    application = _decided(_stepped(application, State.DECLINED), by=by, answer=answer)
    letters.tell_applicant(application, letters.DECLINED)
    return application


# --- What they have in common ---------------------------------------------------------------------------------------


def unsaid_keys(application: MembershipApplication) -> list[str]:
    said = {step.key for step in application.steps.all() if step.said.strip()}
    return [key for key in CRITERIA if key not in said]


def unconfirmed_keys(application: MembershipApplication) -> list[str]:
    confirmed = {step.key for step in application.steps.all() if step.confirmed_at}
    return [key for key in CRITERIA if key not in confirmed]


def _refuse_others(organisation: Organisation) -> None:
    if not may_apply(organisation):
        raise OnlyPathwaysApply(organisation)


def _locked(application: MembershipApplication) -> MembershipApplication:
    locked = MembershipApplication.objects.select_for_update(of=("self",))
    return locked.select_related("organisation").get(pk=application.pk)


def _stepped(application: MembershipApplication, to: State) -> MembershipApplication:
    """Locked, and in its new state."""
    application = _locked(application)
    if to not in TRANSITIONS[State(application.state)]:
        raise NoSuchStep(application.state, to)
    return _saved(application, to)


def _saved(application: MembershipApplication, state: State) -> MembershipApplication:
    application.state, application.state_since = state, timezone.now()
    application.save()
    return application


def _led_by(application: MembershipApplication, coordinator: User) -> MembershipApplication:
    if not may_lead(coordinator):
        raise NotACoordinator(coordinator)
    application.coordinator = coordinator
    application.save()
    letters.tell_applicant(application, letters.TAKEN)
    return application


def _step_in_review(application: MembershipApplication, key: str) -> ApplicationStep:
    if key not in CRITERIA:
        raise NoSuchCriterion(key)
    application = _locked(application)
    if application.state != State.IN_REVIEW:
        raise NoSuchStep(application.state, key)
    return application.steps.get(key=key)


def _decided(application: MembershipApplication, *, by: User, answer: str) -> MembershipApplication:
    application.decided_at, application.decided_by, application.answer = timezone.now(), by, answer
    application.save()
    return application
