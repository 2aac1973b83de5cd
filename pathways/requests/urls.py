from django.urls import path

from . import measure_views

urlpatterns = [
    path("desk/measures/", measure_views.question_measures, name="question_measures"),
]
