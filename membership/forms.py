"""The forms in which staff look after organisations and people. They ask for causes; what follows is derived."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.text import slugify

from . import services
from .joining.addresses import AddressNotUsable, normal_address
from .models import JoinPolicy, Organisation, Role, SeenBy, Tier, User


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "tier", "sector"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Organisation.objects.filter(slug=slugify(name)).exists():
            raise forms.ValidationError("Another organisation has nearly the same name.")
        return name

    def save(self, commit: bool = True) -> Organisation:  # noqa: FBT001, FBT002  Django's signature
        given = self.cleaned_data
        self.instance = services.add_organisation(
            name=given["name"],
            slug=slugify(given["name"]),
            tier=Tier(given["tier"]),
            sector=given["sector"],
            by=self.by,
        )
        return self.instance


class OrganisationEditForm(forms.ModelForm):
    """What changes nobody's access. Tier, standing and suspension have pages that ask first."""

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "sector", "seats", "join_policy", "is_listed", "people_seen_by"]

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:  # noqa: FBT001, FBT002  Django's signature
        given = self.cleaned_data
        organisation = Organisation.objects.get(pk=self.instance.pk)
        services.describe_organisation(organisation=organisation, name=given["name"], sector=given["sector"])
        self.instance = services.arrange_organisation(
            organisation=organisation,
            seats=given["seats"],
            join_policy=JoinPolicy(given["join_policy"]),
            is_listed=given["is_listed"],
            people_seen_by=SeenBy(given["people_seen_by"]),
        )
        return self.instance


class PersonForm(forms.ModelForm):
    """Neither password nor groups: people choose the one themselves, the other follow from the rest."""

    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["email", "first_name", "last_name", "organisation"]
        help_texts: ClassVar[dict[str, str]] = {
            "email": (
                "They sign in with it. To choose a password they ask for a new one on the sign-in page. "
                "To have them asked first, invite them from the page of their organisation."
            )
        }

    def clean_email(self) -> str:
        try:
            email = normal_address(self.cleaned_data["email"])
        except AddressNotUsable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if services.email_in_use(email, by_others_than=self.instance if self.instance.pk else None):
            raise forms.ValidationError("Somebody has an account with this address.")
        return email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if Role.REPRESENTATIVE in given.get("roles", []) and not given.get("organisation"):
            self.add_error("roles", "A representative needs an organisation.")
        return given

    @transaction.atomic
    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  Django's signature
        given = self.cleaned_data
        person = services.add_person(
            email=given["email"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            organisation=given["organisation"],
        )
        self.instance = services.set_roles(person=person, roles=self.chosen_roles())
        return self.instance

    def chosen_roles(self) -> set[Role]:
        return {Role(role) for role in self.cleaned_data["roles"]}


class PersonEditForm(PersonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["roles"] = [assignment.role for assignment in self.instance.role_assignments.all()]

    @transaction.atomic
    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  Django's signature
        given = self.cleaned_data
        person = User.objects.get(pk=self.instance.pk)  # the form's own carries the new values already
        services.describe_person(
            person=person, email=given["email"], first_name=given["first_name"], last_name=given["last_name"]
        )
        roles = self.chosen_roles()
        if person.organisation != given["organisation"] and Role.REPRESENTATIVE in self.initial["roles"]:
            roles.discard(Role.REPRESENTATIVE)  # of the organisation that they leave, not of the one that they join
        services.move_person(person=person, organisation=given["organisation"])
        self.instance = services.set_roles(person=person, roles=roles)
        return self.instance
