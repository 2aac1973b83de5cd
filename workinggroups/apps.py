from django.apps import AppConfig


class WorkingGroupsConfig(AppConfig):
    name = "workinggroups"
    verbose_name = "Working groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import access, announcing, companions, signal_handlers
        from . import letters, upkeep  # noqa: F401  they register messages and a job

        access.register()
        announcing.register()
        companions.register()
        signal_handlers.connect(self)
