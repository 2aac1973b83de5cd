"""The forms in which staff look after working groups and rosters."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.text import slugify

from membership.models import MEMBER_TIERS, Tier

from . import services
from .models import Existence, GroupStatus, Joining, RosterEntry, RosterRole, WorkingGroup


class WorkingGroupForm(forms.ModelForm):
    allowed_tiers = forms.MultipleChoiceField(
        label="Tiers that may join",
        choices=[(tier.value, tier.label) for tier in MEMBER_TIERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="None chosen: all of them. Who is in the group already stays.",
    )

    class Meta:
        model = WorkingGroup
        fields: ClassVar[list[str]] = [
            *("name", "purpose", "theme", "status", "parent"),
            *("joining", "allowed_tiers", "existence"),
        ]
        help_texts: ClassVar[dict[str, str]] = {
            "existence": "Whoever knows of it sees its name, its purpose and how to come in. "
            "Who reads its pages is another matter: that stays with the people in it."
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if services.name_in_use(name, by_others_than=self.instance if self.instance.pk else None):
            raise forms.ValidationError("Another group or audience has this name, or nearly.")
        return name

    @transaction.atomic
    def save(self, commit: bool = True) -> WorkingGroup:  # noqa: FBT001, FBT002  Django's signature
        group = services.create_group(slug=slugify(self.cleaned_data["name"]), **self._described())
        self.instance = services.set_joining(group=group, **self._how_to_join())
        return self.instance

    def _described(self) -> dict[str, Any]:
        given = self.cleaned_data
        described = {name: given[name] for name in ("name", "purpose", "theme", "parent")}
        return described | {"status": GroupStatus(given["status"])}

    def _how_to_join(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "joining": Joining(given["joining"]),
            "existence": Existence(given["existence"]),
            "allowed_tiers": tuple(map(Tier, given["allowed_tiers"])),
        }


class WorkingGroupEditForm(WorkingGroupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: forms.ModelChoiceField = self.fields["parent"]  # type: ignore[assignment]
        parent.queryset = WorkingGroup.objects.exclude(pk=self.instance.pk)

    @transaction.atomic
    def save(self, commit: bool = True) -> WorkingGroup:  # noqa: FBT001, FBT002  Django's signature
        group = services.change_group(group=self.instance, **self._described())
        self.instance = services.set_joining(group=group, **self._how_to_join())
        return self.instance


class RosterEntryForm(forms.ModelForm):
    class Meta:
        model = RosterEntry
        fields: ClassVar[list[str]] = ["group", "person", "role"]

    def save(self, commit: bool = True) -> RosterEntry:  # noqa: FBT001, FBT002  Django's signature
        given = self.cleaned_data
        self.instance = services.add_to_roster(
            group=given["group"], person=given["person"], role=RosterRole(given["role"])
        )
        return self.instance


class RosterEntryEditForm(forms.ModelForm):
    class Meta:
        model = RosterEntry
        fields: ClassVar[list[str]] = ["role"]

    def save(self, commit: bool = True) -> RosterEntry:  # noqa: FBT001, FBT002  Django's signature
        entry = self.instance
        role = RosterRole(self.cleaned_data["role"])
        self.instance = services.change_roster_role(group=entry.group, person=entry.person, role=role)
        return self.instance
