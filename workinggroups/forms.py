"""The forms in which staff look after working groups and rosters."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify

from . import services
from .models import GroupStatus, RosterEntry, RosterRole, WorkingGroup


class WorkingGroupForm(forms.ModelForm):
    class Meta:
        model = WorkingGroup
        fields: ClassVar[list[str]] = ["name", "purpose", "theme", "status", "parent"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if services.name_in_use(name, by_others_than=self.instance if self.instance.pk else None):
            raise forms.ValidationError("Another group or audience has this name, or nearly.")
        return name

    def save(self, commit: bool = True) -> WorkingGroup:  # noqa: FBT001, FBT002  Django's signature
        self.instance = services.create_group(slug=slugify(self.cleaned_data["name"]), **self._described())
        return self.instance

    def _described(self) -> dict[str, Any]:
        return self.cleaned_data | {"status": GroupStatus(self.cleaned_data["status"])}


class WorkingGroupEditForm(WorkingGroupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: forms.ModelChoiceField = self.fields["parent"]  # type: ignore[assignment]
        parent.queryset = WorkingGroup.objects.exclude(pk=self.instance.pk)

    def save(self, commit: bool = True) -> WorkingGroup:  # noqa: FBT001, FBT002  Django's signature
        self.instance = services.change_group(group=self.instance, **self._described())
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
