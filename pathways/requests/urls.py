"""Addresses below /questions/."""

from django.urls import path

from . import asking_views, desk_views, measure_views, own_views, page_views, profile_views, step_views
from . import publication_views as publishing

urlpatterns = [
    path("", own_views.questions, name="questions"),
    path("new/", asking_views.question_new, name="question_new"),
    path("queue/", desk_views.queue, name="question_queue"),
    path("desk/", desk_views.desk, name="question_desk"),
    path("desk/experts/", desk_views.experts, name="question_experts"),
    path("desk/measures/", measure_views.question_measures, name="question_measures"),
    path("profile/", profile_views.profile, name="expert_profile"),
    path("profile/away/", profile_views.go_away, name="expert_away"),
    path("profile/away/<int:pk>/end/", profile_views.come_back, name="expert_away_end"),
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
