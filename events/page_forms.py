"""The form in which events are edited: times are typed as they are read at the place of the event."""

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone

from content.page_forms import ContentPageForm

from .vocabulary import is_time_zone, time_zones

TIMES = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
NO_SUCH_TIME = "There is no such time in this time zone: the clocks are put forward then. Choose another."


class EventPageForm(ContentPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            self.fields["time_zone"] = forms.ChoiceField(
                choices=time_zones(), help_text=self.fields["time_zone"].help_text, initial="UTC"
            )
        if is_time_zone(self.instance.time_zone):
            for name in TIMES:
                stored = getattr(self.instance, name)
                if stored is not None and name in self.fields:
                    self.initial[name] = stored.astimezone(self.instance.zone).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        zone_name = cleaned.get("time_zone")
        if not zone_name:
            return cleaned
        for name in TIMES:
            if cleaned.get(name) is None:
                continue
            typed = timezone.make_naive(cleaned[name])  # what was typed, which Django took for the editor's own zone
            meant = typed.replace(tzinfo=zoneinfo.ZoneInfo(zone_name))
            if is_skipped(meant):
                self.add_error(name, NO_SUCH_TIME)
            else:
                cleaned[name] = meant.astimezone(datetime.UTC)
        return cleaned


def is_skipped(local: datetime.datetime) -> bool:
    """Whether the clocks jump over this time."""
    back = local.astimezone(datetime.UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)
