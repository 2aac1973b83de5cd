"""From notices to mails: at once, or gathered in a digest of one subject, as each person chose.

A mail about notices holds no words. When it is sent, it tells those of its notices that are still unread and whose page
its person may see at that moment; if there are none, it is dropped.
"""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from visibility.viewer import viewer_for

from .announcements import SETTLE, Notice, notices_for
from .jobs import Job, Waiting, each, register_job
from .letters import Letter, NotNow, absolute, address_of, letter, register_message
from .outbox import OutboxMail, post
from .preferences import (
    DEFAULTS,
    Frequency,
    Preference,
    Subject,
    last_digest,
    preferences_of,
    unsubscribe_token,
)
from .wording import lines_of

NOTICE, DIGEST = "notice", "digest"
PERIODS = {Frequency.DAILY: "today", Frequency.WEEKLY: "this week"}
HIDDEN_FOR = timedelta(days=1)
MOST_LINES = 50  # of one digest; it says how many more there are


# --- Settling: which notice goes into which mail -------------------------------------------------------------------


def settle_notices() -> int:
    """The worker's job: write the mails that are due, and settle what nobody wants mail about. Returns how many."""
    unwanted = _unsettled(Frequency.NONE) | Notice.objects.filter(settled_at=None, read_at__isnull=False)
    unwanted.update(settled_at=timezone.now())
    return _settle_single() + sum(_settle_digests(frequency) for frequency in PERIODS)


def _unsettled(frequency: Frequency) -> QuerySet[Notice]:
    """The notices that are not settled and whose person wants them mailed so often."""
    chosen = Q()
    for subject in Subject:
        people = Preference.objects.filter(subject=subject)
        theirs = Q(person__in=people.filter(frequency=frequency).values("person"))
        if DEFAULTS[subject] == frequency:
            theirs |= ~Q(person__in=people.values("person"))
        chosen |= Q(subject=subject) & theirs
    return Notice.objects.filter(chosen, settled_at=None)


def _settle_single() -> int:
    notices = _unsettled(Frequency.AT_ONCE).filter(read_at=None).order_by("pk")
    return each(list(notices), _into_mail_of_its_own)


def _into_mail_of_its_own(notice: Notice) -> int:
    return _into_mail(NOTICE, [notice])


def _settle_digests(frequency: Frequency) -> int:
    due = last_digest(frequency, timezone.now())
    notices = _unsettled(frequency).filter(read_at=None, made_at__lt=due).order_by("person", "subject", "pk")
    of_one = groupby(notices, key=lambda notice: (notice.person_id, notice.subject))

    def into_digest(notices_of_one: list[Notice]) -> int:
        return _into_mail(DIGEST, notices_of_one, subject=notices_of_one[0].subject, frequency=frequency)

    return each([list(group) for _, group in of_one], into_digest)


@transaction.atomic
def _into_mail(message: str, notices: list[Notice], **context: str) -> int:
    """One mail for these notices of one person. 0 if somebody else has just put them into one."""
    ours = Notice.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in notices], settled_at=None)
    still = list(ours.select_related("person").order_by("pk"))
    if not still:
        return 0
    mail = post(message=message, person=still[0].person, context=context, key=f"{message}:{still[0].pk}")
    Notice.objects.filter(pk__in=[one.pk for one in still]).update(settled_at=timezone.now(), mail=mail)
    return 1


def unsettled() -> Waiting:
    """Those that could be in a mail by now; what waits for its digest does not wait for the worker."""
    now = timezone.now()
    due = _unsettled(Frequency.AT_ONCE)
    for frequency in PERIODS:
        due |= _unsettled(frequency).filter(made_at__lt=last_digest(frequency, now))
    row = due.aggregate(oldest=Min("made_at"))
    return Waiting(due.count(), oldest=row["oldest"])


register_job(
    Job(
        SETTLE,
        "Writes mails about notices, at once or as digests.",
        settle_notices,
        waiting=unsettled,
        longest_pause=timedelta(minutes=5),
    )
)


# --- Composing: what the mail says when it is sent -----------------------------------------------------------------


def compose_notice(mail: OutboxMail) -> Letter | None:
    notices = _still_to_tell(mail)
    if not notices:
        return None
    line = lines_of(notices)[0]
    return letter_about(mail, Subject(notices[0].subject), template="notice", line=line, subject_line=line.subject)


def compose_digest(mail: OutboxMail) -> Letter | None:
    notices = _still_to_tell(mail)
    if not notices:
        return None
    return letter_about(
        mail,
        Subject(mail.context["subject"]),
        template="digest",
        lines=lines_of(notices[:MOST_LINES]),
        more=max(len(notices) - MOST_LINES, 0),
        count=len(notices),
        period=PERIODS[Frequency(mail.context["frequency"])],
    )


def _still_to_tell(mail: OutboxMail) -> list[Notice]:
    """Asked of person, pages and choices as they are now, not as they were when the mail was written.

    Raises NotNow while all of the pages are hidden, for a day: they may be back.
    """
    if mail.person is None or not address_of(mail):
        return []
    unread = Notice.objects.filter(mail=mail, read_at=None).exclude(subject__in=_unwanted(mail.person))
    theirs = notices_for(viewer_for(mail.person)).filter(pk__in=unread.values("pk"))
    still = list(theirs.select_related("announcement").order_by("pk"))
    if not still and mail.written_at > timezone.now() - HIDDEN_FOR and unread.exists():
        raise NotNow
    return still


def _unwanted(person: Any) -> list[Subject]:
    return [subject for subject, frequency in preferences_of(person).items() if frequency == Frequency.NONE]


def letter_about(mail: OutboxMail, subject: Subject, *, template: str, **context: object) -> Letter:
    """A mail of a subject that its reader may choose to get no more mail about."""
    unsubscribe = absolute(reverse("unsubscribe", args=[unsubscribe_token(person=mail.person, subject=subject)]))
    context |= {
        "subject": subject,
        "unsubscribe_url": unsubscribe,
        "preferences_url": absolute(reverse("mail_preferences")),
        "notices_url": absolute(reverse("notices")),
    }
    headers = {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        "List-Id": f"<{subject}.{mail.message_id.rpartition('@')[2]}",
    }
    return letter(template, context, to=address_of(mail), headers=headers)


register_message(NOTICE, compose_notice)
register_message(DIGEST, compose_digest)
