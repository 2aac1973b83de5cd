"""All that the portal knows about somebody, for them to take along. Rooms register what they keep."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from audit.kinds import PERSON
from audit.log import record
from audit.models import Action
from membership.models import User

Row = dict[str, Any]
# Names of hidden pages are not the person's: a row may name a page only as far as its viewer may see it now.
PersonalData = Callable[[User], Iterable[Row]]

_sources: dict[str, PersonalData] = {}


def register_personal_data(name: str, source: PersonalData) -> None:
    """`name` is what the reader finds the rows under: plain words."""
    _sources[name] = source


@transaction.atomic
def export_of(*, person: User) -> bytes:
    """A JSON file. That it was made is recorded."""
    found: dict[str, Any] = {"made at": timezone.now()}
    found |= {name: list(source(person)) for name, source in sorted(_sources.items())}
    record(action=Action.EXPORTED, kind=PERSON, object_id=person.pk, format="json")
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
