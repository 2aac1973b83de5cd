"""Keeps the index in step with pages and topics, in the transaction that changed them."""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from content.models import Topic
from content.pages import ContentPage
from content.signals import document_written, page_written

from .engines import database_engine
from .indexing import finish_move, place_entries, rewrite_subtree, write_entries, write_entry
from .models import EntryFacet, MovingSubtree, RemovedEntry, SearchEntry
from .truth import TOPIC, pages_with


def on_page_written(page_id: int, **kwargs: Any) -> None:
    write_entry(page_id)


def on_base_page_saved(instance: Any, *, raw: bool = False, **kwargs: Any) -> None:
    """Unpublishing, expiry and moves may save a page as the base class, which announces nothing of ours."""
    if not raw and isinstance(instance, Page) and not isinstance(instance, ContentPage):
        write_entry(instance.pk)


def on_page_deleted(instance: Page, **kwargs: Any) -> None:
    """Aliases of the page are pages of their own from now on."""
    rewrite_subtree(instance.pk)


def on_document_written(document_id: int, **kwargs: Any) -> None:
    """A file, its title, its collection or what was read in it is another now."""
    write_entries(pages_with(document_id))


def on_entry_deleted(instance: SearchEntry, **kwargs: Any) -> None:
    database_engine().remove([instance.pk])
    RemovedEntry.objects.update_or_create(entry_id=instance.pk, defaults={"version": instance.version + 1})


def on_page_will_move(instance: Page, **kwargs: Any) -> None:
    """Before the transaction that moves. What is below, and the aliases of that, is found by nobody from here on."""
    MovingSubtree.objects.create(root_id=instance.pk)


def on_page_moved(instance: Page, **kwargs: Any) -> None:
    """After the transaction that moved. If nobody gets here, the sweep does."""
    moving = MovingSubtree.objects.filter(root=instance.pk).order_by("pk").first()
    if moving is not None:
        finish_move(moving)


def on_topic_saved(instance: Topic, *, raw: bool = False, created: bool, **kwargs: Any) -> None:
    if not raw and not created:
        place_entries(list(ContentPage.objects.filter(topics=instance).order_by("pk").values_list("pk", flat=True)))


def on_topic_deleted(instance: Topic, **kwargs: Any) -> None:
    labelled = EntryFacet.objects.filter(name=TOPIC, value=instance.slug)
    place_entries(list(labelled.order_by("entry__page").values_list("entry__page", flat=True)))


def on_migrated(using: str, **kwargs: Any) -> None:
    if using == DEFAULT_DB_ALIAS:
        database_engine().ensure_storage()


def connect() -> None:
    document_written.connect(on_document_written, dispatch_uid="search.on_document_written")
    page_written.connect(on_page_written, dispatch_uid="search.on_page_written")
    post_save.connect(on_base_page_saved, dispatch_uid="search.on_base_page_saved")
    post_delete.connect(on_page_deleted, sender=Page, dispatch_uid="search.on_page_deleted")
    post_delete.connect(on_entry_deleted, sender=SearchEntry, dispatch_uid="search.on_entry_deleted")
    pre_page_move.connect(on_page_will_move, dispatch_uid="search.on_page_will_move")
    post_page_move.connect(on_page_moved, dispatch_uid="search.on_page_moved")
    post_save.connect(on_topic_saved, sender=Topic, dispatch_uid="search.on_topic_saved")
    post_delete.connect(on_topic_deleted, sender=Topic, dispatch_uid="search.on_topic_deleted")
    post_migrate.connect(on_migrated, sender=apps.get_app_config("search"), dispatch_uid="search.on_migrated")
