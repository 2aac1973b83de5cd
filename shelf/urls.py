from django.urls import path

from . import views

urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("bookmarks/<int:page_id>/", views.bookmark, name="shelf_bookmark"),
    path("pages/<int:page_id>/", views.page, name="shelf_page"),
    path("useful/<int:page_id>/", views.useful, name="shelf_useful"),
    path("topics/<slug:slug>/", views.topic, name="shelf_topic"),
]
