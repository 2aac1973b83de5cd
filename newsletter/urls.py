from django.urls import path

from . import views

urlpatterns = [
    path("", views.sign_up, name="newsletter"),
    path("confirm/<str:token>/", views.confirm, name="newsletter_confirm"),
    path("leave/<str:token>/", views.leave, name="newsletter_leave"),
]
