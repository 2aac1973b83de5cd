"""What people say about themselves in the directory."""

from django.db import transaction

from membership.models import SeenBy, User


@transaction.atomic
def describe_oneself(*, person: User, seen_by: SeenBy, job_title: str) -> User:
    """Takes effect with the next page that anybody opens. It never goes further than their organisation allows."""
    person.seen_by, person.job_title = seen_by, job_title
    person.save(update_fields=["seen_by", "job_title"])
    return person
