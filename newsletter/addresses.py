"""One spelling for each address, so that nobody is on the list twice."""

import idna

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


class NoMailGoesThere(ValueError):
    """Django takes it for an address, but it is none that mail servers agree about."""


def normal_form(address: str) -> str:
    """An address that Django has validated, in lower case, with its domain as mail servers know it (`xn--…`).

    Raises NoMailGoesThere for letters outside ASCII before the @, for quoted names, which may hold spaces and control
    characters, and for hosts without a domain, which would be our own.
    """
    name, _, domain = address.strip().rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as refusal:
        raise NoMailGoesThere(address) from refusal
    normal = f"{name}@{domain}".lower()
    if not name.isascii() or '"' in name or "." not in domain or len(normal) > LONGEST_ADDRESS:
        raise NoMailGoesThere(address)
    return normal
