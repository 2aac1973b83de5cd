from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notices and mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import backends, mailing, sending, signal_handlers  # noqa: F401  they register jobs and messages

        signal_handlers.connect()
