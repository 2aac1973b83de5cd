from django.urls import path

from . import desk_views, profile_views

urlpatterns = [
    path("queue/", desk_views.queue, name="question_queue"),
    path("desk/", desk_views.desk, name="question_desk"),
    path("desk/experts/", desk_views.experts, name="question_experts"),
    path("profile/", profile_views.profile, name="expert_profile"),
    path("profile/away/", profile_views.go_away, name="expert_away"),
    path("profile/away/<int:pk>/end/", profile_views.come_back, name="expert_away_end"),
]
