"""The addresses of files. Their names are Wagtail's where its models ask for them by name."""

from django.urls import path

from . import views

urlpatterns = [
    path("documents/<int:document_id>/<str:document_filename>", views.serve_document, name="wagtaildocs_serve"),
    path("images/<int:rendition_id>/<str:filename>", views.serve_rendition, name="image"),
    # Stands before Wagtail's own view of the same address.
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        views.workflow_action,
        name="content_workflow_action",
    ),
]
