from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Pathways"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import personal
        from .requests import notices, thread, upkeep  # noqa: F401  the first and the last register themselves

        thread.register_audit_kind()
        personal.register()
