from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Pathways"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import personal
        from .requests import notices, publication_notices, thread, upkeep  # noqa: F401  all but `thread` register themselves

        thread.register_audit_kind()
        personal.register()
