"""Remembers what people look for in vain, so that editors can write it: terms and numbers, never who.

Of a person the table holds a digest of who, when (the month) and what, together, under the portal's secret key: two
queries of one person have nothing in common, and nobody can be read out of it. Digests are kept until the month ends,
so that the number counts people and not their attempts; what fewer than three people asked goes with them, unseen.
"""

import logging
import re
from datetime import date

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .curation import ZeroResultAsker, ZeroResultQuery
from .queries import Results
from .text import COMPOUND, folded

logger = logging.getLogger(__name__)

ENOUGH_PEOPLE = 3  # before an editor sees the terms
LONGEST_TERMS = 100  # characters: longer questions tell more about whoever asks than about what is missing
MOST_UNCONFIRMED = 2000  # terms a month that fewer than three people asked; beyond that the oldest is dropped
MOST_CONFIRMED = 2000  # terms a month; beyond that none are added
MOST_PEOPLE = 1000  # counted for one term
MONTHS_KEPT = 12

ADDRESS = re.compile(r"\S@\S|://|\bwww\.", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d(?:[\s()./+-]*\d){5,}")  # a telephone number has spaces and brackets in it
DIGITS_IN_WORD = 6  # a hash value or a number of an account


def note_zero_result(request: HttpRequest, results: Results) -> None:
    """Count that this person found nothing, if that tells what is missing from the portal.

    A GET that writes: what is asked for is the same before and after, nobody is answered differently, and a robot that
    repeats it adds nothing. The write is small and stands alone; if the database refuses it, the search has not failed.
    """
    if results.total or results.page != 1 or results.filters or results.degraded:
        return
    terms = terms_of(results)
    if not terms:
        return
    month = timezone.localdate().replace(day=1)
    try:
        _count(terms, month, _digest(_who(request), month, terms))
    except (DatabaseError, PermissionDenied) as refusal:
        logger.info("A search in vain was not counted: %s", type(refusal).__name__)


def terms_of(results: Results) -> str:
    """The words that were looked for, in one form and order for everyone; empty if they are better not kept."""
    query = results.query
    if ADDRESS.search(query.text) or LONG_NUMBER.search(query.text):
        return ""
    said = [word.spellings[0] for word in query.words] + list(query.phrases)
    words = {folded(word) for phrase in said for word in COMPOUND.findall(phrase)}
    if any(sum(map(str.isdigit, word)) >= DIGITS_IN_WORD for word in words):
        return ""
    terms = " ".join(sorted(words))
    return terms if len(terms) <= LONGEST_TERMS else ""


def forget_old_queries() -> None:
    """The nightly job: nothing of past months says who was counted, or what too few people asked."""
    month = timezone.localdate().replace(day=1)
    ZeroResultAsker.objects.filter(query__month__lt=month).delete()
    ZeroResultQuery.objects.filter(month__lt=month, people__lt=ENOUGH_PEOPLE).delete()
    ZeroResultQuery.objects.filter(month__lt=_months_before(month, MONTHS_KEPT)).delete()


@transaction.atomic
def _count(terms: str, month: date, digest: str) -> None:
    query, is_new = ZeroResultQuery.objects.get_or_create(month=month, terms=terms)
    if query.people >= MOST_PEOPLE:
        return
    _, is_first_time = ZeroResultAsker.objects.get_or_create(query=query, digest=digest)
    if is_first_time:
        ZeroResultQuery.objects.filter(pk=query.pk).update(people=F("people") + 1)
    if is_new:
        _make_room(month)


def _make_room(month: date) -> None:
    """Nobody fills the table by asking for ever new things."""
    asked = ZeroResultQuery.objects.filter(month=month)
    unconfirmed = asked.filter(people__lt=ENOUGH_PEOPLE).order_by("-pk")
    allowed = MOST_UNCONFIRMED if asked.filter(people__gte=ENOUGH_PEOPLE).count() < MOST_CONFIRMED else 0
    superfluous = list(unconfirmed.values_list("pk", flat=True)[allowed:])
    ZeroResultQuery.objects.filter(pk__in=superfluous).delete()


def _who(request: HttpRequest) -> str:
    """The person, or for somebody who is not signed in the address and browser that they come with."""
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"{get_adapter(request).get_client_ip(request)} {request.headers.get('User-Agent', '')}"


def _digest(who: str, month: date, terms: str) -> str:
    return salted_hmac("search.zero_results", f"{month} {terms}\n{who}", algorithm="sha256").hexdigest()


def _months_before(month: date, number: int) -> date:
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
