"""The addresses under /accounts/: those of allauth that the portal uses, and no others.

Left out are changing one's address (the alliance does that), passwords for accounts without one, and sign-in codes.
"""

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView

from .joining import views as joining
from .views import account

urlpatterns = [
    path("", account, name="account"),
    path("email/", RedirectView.as_view(pattern_name="account"), name="account_email"),  # for allauth
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", joining.sign_up, name="account_signup"),
    path("signup/code/", joining.sign_up_code, name="account_signup_code"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("join/", joining.join, name="account_join"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
