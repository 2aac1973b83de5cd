"""How the audit log names audiences and collections. Whoever may read the log may know their names."""

from collections.abc import Mapping

from django.http import HttpRequest
from wagtail.models import Collection

from audit.kinds import AUDIENCE, COLLECTION, Kind, register_kind

from .models import Audience


def names_of_audiences(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    return dict(Audience.objects.filter(pk__in=ids).values_list("pk", "name"))


def names_of_collections(request: HttpRequest, ids: set[int]) -> Mapping[int, str]:
    return dict(Collection.objects.filter(pk__in=ids).values_list("pk", "name"))


def register() -> None:
    register_kind(AUDIENCE, Kind("Audience", "an audience that is no more", names_of_audiences))
    register_kind(COLLECTION, Kind("Collection", "a collection that is no more", names_of_collections))
