"""Addresses below /questions/."""

from django.urls import path

from . import asking_views, own_views, page_views, step_views
from . import publication_views as publishing

urlpatterns = [
    path("", own_views.questions, name="questions"),
    path("new/", asking_views.question_new, name="question_new"),
    path("<uuid:code>/", page_views.question, name="question"),
    path("<uuid:code>/edit/", asking_views.question_edit, name="question_edit"),
    path("<uuid:code>/consent/", publishing.consent, name="question_consent"),
    path("<uuid:code>/publication/", publishing.publication, name="question_publication"),
    path("<uuid:code>/publication/edit/", publishing.edit, name="question_publication_edit"),
    path("<uuid:code>/publication/send/", publishing.send, name="question_publication_send"),
    path("<uuid:code>/publication/approve/", publishing.approve, name="question_publication_approve"),
    path("<uuid:code>/publication/changes/", publishing.ask_for_changes, name="question_publication_changes"),
    path("<uuid:code>/publication/hand-over/", publishing.hand_over, name="question_publication_hand_over"),
    path("<uuid:code>/<slug:deed>/", step_views.step, name="question_step"),
]
