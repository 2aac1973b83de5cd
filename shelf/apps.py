from django.apps import AppConfig


class ShelfConfig(AppConfig):
    name = "shelf"
    verbose_name = "Following and shelf"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import announcing, buttons, signal_handlers, useful

        announcing.register()
        buttons.register()
        useful.register()
        signal_handlers.connect()
