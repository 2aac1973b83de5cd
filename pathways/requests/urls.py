from django.urls import path

from . import asking_views, own_views, page_views, step_views

urlpatterns = [
    path("", own_views.questions, name="questions"),
    path("new/", asking_views.question_new, name="question_new"),
    path("<uuid:code>/", page_views.question, name="question"),
    path("<uuid:code>/edit/", asking_views.question_edit, name="question_edit"),
    path("<uuid:code>/<slug:deed>/", step_views.step, name="question_step"),
]
