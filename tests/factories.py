"""People and groups for tests, named after what they are to the portal. All of them sign in with PASSWORD."""

from collections.abc import Callable
from itertools import count

from django.utils.text import slugify

from membership import services as people
from membership.models import Organisation, Role, Tier, User
from workinggroups import services as groups
from workinggroups.models import RosterRole, WorkingGroup

PASSWORD = "pathways-demo"

# One of the functions below that makes a person: tests are parametrised with them.
Who = Callable[[], User]

_numbers = count(1)


def organisation(name: str = "Larkspan", tier: Tier = Tier.FOUNDATIONAL, sector: str = "social") -> Organisation:
    """The organisation of this name; made if it is not there yet."""
    found = Organisation.objects.filter(name=name).first()
    return found or people.add_organisation(name=name, slug=slugify(name), tier=tier, sector=sector)


def alliance() -> Organisation:
    return organisation("The alliance", Tier.ALLIANCE, "child safety")


def startup() -> Organisation:
    return organisation("Chatterfig", Tier.PATHWAYS, "messaging")


def person(
    first_name: str = "Dov",
    last_name: str = "Aldane",
    *,
    at: Organisation | None = None,
    roles: tuple[Role, ...] = (),
) -> User:
    """Someone with a verified address of their own. Two with the same name are two people."""
    domain = at.slug if at else "nowhere"
    made = people.add_person(
        email=f"{slugify(first_name)}.{slugify(last_name)}.{next(_numbers)}@{domain}.example",
        first_name=first_name,
        last_name=last_name,
        organisation=at,
        password=PASSWORD,
    )
    for role in roles:
        people.assign_role(person=made, role=role)
    return made


def company_of(person: User) -> Organisation:
    assert person.organisation is not None
    return person.organisation


def member(at: Organisation | None = None) -> User:
    """Someone from a member company who is in no working group."""
    return person("Asha", "Winterlin", at=at or organisation())


def member_of(*on_rosters: WorkingGroup, at: Organisation | None = None) -> User:
    made = person("Mei-Lin", "Ostrava", at=at or organisation("Findlewick", Tier.CORNERSTONE, "search"))
    for group in on_rosters:
        groups.add_to_roster(group=group, person=made)
    return made


def representative(at: Organisation | None = None) -> User:
    return person("Ines", "Marrow", at=at or organisation(), roles=(Role.REPRESENTATIVE,))


def expert() -> User:
    at = organisation("Quillmere Cloud", Tier.FOUNDATIONAL, "infrastructure")
    return person("Noor", "Castellane", at=at, roles=(Role.EXPERT,))


def suspended_member() -> User:
    return people.suspend_person(person=person("Joao", "Brandlow", at=organisation("Pebblecast", Tier.BRIDGE)))


def startup_user() -> User:
    """Someone from a Pathways company."""
    return person("Arjun", "Moss", at=startup())


def editor() -> User:
    return person("Silas", "Quennell", at=alliance(), roles=(Role.EDITOR,))


def publisher() -> User:
    return person("Oona", "Varga", at=alliance(), roles=(Role.PUBLISHER,))


def alliance_staff() -> User:
    return person("Marta", "Ilves", at=alliance(), roles=(Role.STAFF,))


def coordinator_of(*coordinated: WorkingGroup) -> User:
    made = person("Petra", "Nwosu-Hale", at=alliance(), roles=(Role.COORDINATOR,))
    for group in coordinated:
        groups.add_to_roster(group=group, person=made, role=RosterRole.COORDINATOR)
    return made


def superuser() -> User:
    return User.objects.create_superuser(f"root.{next(_numbers)}@alliance.example", PASSWORD)


def working_group(name: str = "") -> WorkingGroup:
    name = name or f"Working group {next(_numbers)}"
    return groups.create_group(name=name, slug=slugify(name), purpose=f"What {name} works on")
