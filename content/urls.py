"""The addresses of files. Their names are Wagtail's where its models ask for them by name."""

from django.urls import path

from . import views

urlpatterns = [
    path("documents/<int:document_id>/<str:document_filename>", views.serve_document, name="wagtaildocs_serve"),
    path("images/<int:rendition_id>/<str:filename>", views.serve_rendition, name="image"),
]
