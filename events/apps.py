from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_kinds, letters, personal, signal_handlers, upkeep  # noqa: F401  letters and upkeep register theirs

        audit_kinds.register()
        personal.register()
        signal_handlers.connect()
