from django.urls import path

from . import page_views, step_views

urlpatterns = [
    path("<uuid:code>/", page_views.question, name="question"),
    path("<uuid:code>/<slug:deed>/", step_views.step, name="question_step"),
]
