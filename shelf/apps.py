from django.apps import AppConfig


class ShelfConfig(AppConfig):
    name = "shelf"
    verbose_name = "Following and shelf"
    default_auto_field = "django.db.models.BigAutoField"
