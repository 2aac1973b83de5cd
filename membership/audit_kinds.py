"""How the audit log names people and groups, and finds people. Whoever may read the log may know their names."""

from collections.abc import Mapping

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from audit.kinds import GROUP, PERSON, Kind, register_kind

from .models import User


def names_of_people(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    return {person.pk: str(person) for person in User.objects.filter(pk__in=ids)}


def people_named(words: str) -> QuerySet:
    """Each word stands in the name or the address."""
    found = User.objects.order_by()
    for word in words.split():
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return found.values("pk")


def names_of_groups(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    return dict(Group.objects.filter(pk__in=ids).values_list("pk", "name"))


def register() -> None:
    register_kind(PERSON, Kind("Person", "a person who is no more", names_of_people, people_named))
    register_kind(GROUP, Kind("Group", "a group that is no more", names_of_groups))
