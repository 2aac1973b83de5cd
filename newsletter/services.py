"""Signing up, confirming and leaving. Anybody may call these: who holds a mailbox is proved by the links sent to it."""

from django.db import transaction
from django.utils import timezone

from notifications.outbox import post

from .mailing import SIGN_UP
from .models import Subscriber, unconfirmed_subscribers


@transaction.atomic
def ask(*, address: str) -> Subscriber:
    """Somebody wants the newsletter sent to this address, which is in its normal form. It gets a mail.

    The same statements whether the address is unknown, waiting or confirmed, so that neither the answer nor the time
    that it takes tells them apart. What the mail says is found out when it is sent.
    """
    asking = Subscriber(address=address, asked_at=timezone.now())
    [subscriber] = Subscriber.objects.bulk_create(
        [asking], update_conflicts=True, unique_fields=["address"], update_fields=["asked_at"]
    )
    post(message=SIGN_UP, context={"subscriber": subscriber.pk})
    return subscriber


@transaction.atomic
def confirm(*, subscriber_id: int) -> Subscriber:
    """From now on they get the newsletter. A second time changes nothing.

    Raises Subscriber.DoesNotExist for somebody who left since, or whose sign-up was forgotten.
    """
    unconfirmed_subscribers().filter(pk=subscriber_id).update(confirmed_at=timezone.now())
    return Subscriber.objects.get(pk=subscriber_id)


@transaction.atomic
def leave(*, subscriber_id: int) -> None:
    """Nothing of them is kept: a list of those who do not want mail would be one more list of addresses."""
    Subscriber.objects.filter(pk=subscriber_id).delete()
