from django.urls import path

from . import application_views as views

urlpatterns = [
    path("", views.application, name="organisation_application"),
    path("begin/", views.begin, name="organisation_application_begin"),
    path("criteria/<slug:key>/", views.step, name="organisation_application_step"),
    path("submit/", views.submit, name="organisation_application_submit"),
    path("take-back/", views.take_back, name="organisation_application_take_back"),
    path("withdraw/", views.withdraw, name="organisation_application_withdraw"),
]
