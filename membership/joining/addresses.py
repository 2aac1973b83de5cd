"""One spelling for each address, and none that only looks like another. What may be wrong with one is said in words."""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from newsletter.addresses import LONGEST_ADDRESS, NoMailGoesThere, normal_form

from .public_mail_domains import PUBLIC_MAIL_DOMAINS

WRONG = "Enter an email address in the correct format, like name@company.com."
TOO_LONG = f"An email address has {LONGEST_ADDRESS} characters at most."
ONLY_PLAIN_NAMES = "Before the @ we can use plain letters, digits and signs only, without accents or other alphabets."
LOOK_ALIKE = (
    "The part after the @ has letters that look like others, or mixes alphabets. "
    "Type it again by hand, and write to us if your company's domain is really spelled so."
)

# Alphabets that one name may mix, as Japanese and Korean ones do.
MIXED_BY_RIGHT = ({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO"}, {"LATIN", "CJK", "HANGUL"})
# Letters of other alphabets that pass as Latin ones: a name made of nothing else is a disguise.
PASS_AS_LATIN = frozenset("асԁеһіјӏорԛѕԝхуѵοανρυικτχωհոսցօյ")


class AddressNotUsable(ValueError):
    """Its words are a sentence for whoever typed the address."""


def normal_address(text: str) -> str:
    """The address in lower case, with its domain as mail servers know it (`xn--…`). Raises AddressNotUsable."""
    folded = unicodedata.normalize("NFKC", text).strip()
    name = folded.rpartition("@")[0]
    if len(folded) > LONGEST_ADDRESS:
        raise AddressNotUsable(TOO_LONG)
    if name and not name.isascii():
        raise AddressNotUsable(ONLY_PLAIN_NAMES)
    try:
        validate_email(folded)
        normal = normal_form(folded)
    except (ValidationError, NoMailGoesThere) as refusal:
        raise AddressNotUsable(WRONG) from refusal
    if any(_is_disguised(label) for label in domain_of(normal).split(".")):
        raise AddressNotUsable(LOOK_ALIKE)
    return normal


def normal_domain(text: str) -> str:
    """The domain of mail addresses, with or without something before it and the @. Raises AddressNotUsable."""
    return domain_of(normal_address(f"somebody@{text.strip().rpartition('@')[2]}"))


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def is_public_mail_domain(domain: str) -> bool:
    """Whether anybody can have an address there, so that it says nothing of where they work."""
    labels = domain.lower().split(".")
    return any(".".join(labels[start:]) in PUBLIC_MAIL_DOMAINS for start in range(len(labels)))


def _is_disguised(label: str) -> bool:
    if not label.startswith("xn--"):
        return False
    letters = [letter for letter in idna.decode(label) if letter.isalpha()]
    alphabets = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    mixed = len(alphabets) > 1 and not any(alphabets <= together for together in MIXED_BY_RIGHT)
    return mixed or ("LATIN" not in alphabets and all(letter in PASS_AS_LATIN for letter in letters))
