from typing import Any

from content.pages import ContentPage


def user_can_correct_page(user: Any, page: ContentPage) -> bool:
    """Whoever may edit a page that people read. An alias says what its source says, and is corrected there."""
    return bool(page.live and page.alias_of_id is None and page.permissions_for_user(user).can_edit())
