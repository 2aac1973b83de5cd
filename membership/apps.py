from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = "People and organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import signal_handlers
        from .accounts import letters, models, personal_records, upkeep  # noqa: F401  they register things
        from .accounts import signal_handlers as accounts

        signal_handlers.connect(self)
        accounts.connect()
