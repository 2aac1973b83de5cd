from django.urls import path

from . import asking_views, own_views

urlpatterns = [
    path("", own_views.questions, name="questions"),
    path("new/", asking_views.question_new, name="question_new"),
    path("<uuid:code>/edit/", asking_views.question_edit, name="question_edit"),
]
