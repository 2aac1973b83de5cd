from django.apps import AppConfig


class WorkingGroupsConfig(AppConfig):
    name = "workinggroups"
    verbose_name = "Working groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import access, announcing, companions, letters, signal_handlers, upkeep

        access.register()
        announcing.register()
        companions.register()
        letters.register()
        upkeep.register()
        signal_handlers.connect(self)
