"""Keeps restrictions in step with pages and audiences, in the transaction that changed them."""

from typing import Any

from django.db.models.signals import m2m_changed, post_save
from wagtail.models import Page, PageViewRestriction

from . import recording
from .models import Audience
from .restrictions import sync_audience, sync_restriction

RESTRICTION_DEPENDS_ON = {"live", "path", "audience", "audience_id"}


def on_page_saved(instance: Any, update_fields: Any = None, *, raw: bool = False, **kwargs: Any) -> None:
    """Publishing's own signals fire outside its transaction; `post_save` is inside it on every path."""
    if raw or not isinstance(instance, Page):
        return
    if update_fields is not None and not RESTRICTION_DEPENDS_ON & set(update_fields):
        return
    sync_restriction(page_id=instance.pk)


def on_audience_groups_changed(instance: Any, action: str, *, reverse: bool = False, **kwargs: Any) -> None:
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    audiences = Audience.objects.filter(pk__in=kwargs["pk_set"] or []) if reverse else [instance]
    for audience in audiences:
        sync_audience(audience=audience)


def on_restriction_groups_changed(instance: Any, action: str, *, reverse: bool = False, **kwargs: Any) -> None:
    """Copying a page, or making an alias, copies its restriction as well; here the audience has already made one."""
    if action == "post_add" and not reverse and not hasattr(instance, "derived_from"):
        sync_restriction(page_id=instance.page_id)


def connect() -> None:
    recording.connect()
    # Without a sender: unpublishing, expiry and moves may save a page as the base class.
    post_save.connect(on_page_saved, dispatch_uid="visibility.on_page_saved")
    m2m_changed.connect(
        on_audience_groups_changed, sender=Audience.groups.through, dispatch_uid="visibility.on_audience_groups_changed"
    )
    m2m_changed.connect(
        on_restriction_groups_changed,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="visibility.on_restriction_groups_changed",
    )
