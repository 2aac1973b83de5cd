from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notices and mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import backends, checks, mailing, sending, signal_handlers, upkeep  # noqa: F401  they register things

        signal_handlers.connect()
