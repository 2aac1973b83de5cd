from django.urls import path

from . import development_views

urlpatterns = [
    path("", development_views.mails, name="development_mails"),
    path("<slug:name>/", development_views.mail, name="development_mail"),
    path("<slug:name>/html/", development_views.mail_html, name="development_mail_html"),
]
