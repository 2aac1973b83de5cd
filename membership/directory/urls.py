"""The addresses under /directory/. What follows it is the slug of an organisation, except for `me`."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.directory, name="directory"),
    path("me/", views.me, name="directory_me"),
    path("<slug:slug>/", views.organisation, name="directory_organisation"),
]
