from importlib import import_module

from django.apps import AppConfig

# What registers messages, jobs and personal data when it is imported.
REGISTERING = (
    "accounts.letters",
    "accounts.personal_records",
    "accounts.upkeep",
    "joining.letters",
    "joining.upkeep",
    "organisations.application_letters",
    "organisations.recertification",
)


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = "People and organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import signal_handlers
        from .accounts import signal_handlers as accounts

        for module in REGISTERING:
            import_module(f"{self.name}.{module}")
        signal_handlers.connect(self)
        accounts.connect()
