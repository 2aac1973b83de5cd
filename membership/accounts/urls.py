"""The rest of /accounts/: second factors, sessions, the address, one's data. Many names are allauth's."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from . import views
from .factors import remove_passkey
from .reauthentication import recently_authenticated as recent

urlpatterns = [
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/required/", views.second_factor_required, name="second_factor_required"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/add/", recent(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/app/remove/", recent(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recent(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/new/", recent(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path(
        "2fa/recovery-codes/download/",
        recent(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", recent(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", recent(remove_passkey), name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/rename/", recent(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("sessions/", views.own_sessions, name="usersessions_list"),
    path("email/", views.new_address, name="account_email"),
    path("email/code/", views.new_address_code, name="account_email_code"),
    path("export/", views.export, name="account_export"),
    path("delete/", views.delete, name="account_delete"),
]
