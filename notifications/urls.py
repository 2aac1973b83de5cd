from django.urls import path

from . import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="notices_read"),
    path("<uuid:code>/", views.open_notice, name="notice"),
    path("mail/", views.mail_preferences, name="mail_preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
