"""Compares a password, with the same work for every address."""

from functools import cache

from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.utils.crypto import get_random_string

from membership.models import User


def person_with_password(address: str, password: str) -> User | None:
    """Whoever signs in with these, suspended or not. One query and one hash, whether there is such an address."""
    person = User.objects.filter(email=address.strip().lower()).first()
    if person is None:
        check_password(password, _password_of_nobody(get_hasher().algorithm))
        return None
    return person if person.check_password(password) else None


@cache
def _password_of_nobody(algorithm: str) -> str:
    return make_password(get_random_string(40), hasher=algorithm)
