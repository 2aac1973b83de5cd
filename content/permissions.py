"""Who may do what with a page, where Wagtail's own answer is not enough."""

from wagtail.models import PagePermissionTester


class IndependentPublishingTester(PagePermissionTester):
    """Wagtail's page permissions, with two rules of the house.

    Nobody publishes directly: what an editor wrote is approved, and thereby published, by somebody else (see
    `workflows.py`). And restrictions come from the audience of the page alone, so Wagtail's privacy view refuses.
    """

    def can_publish(self) -> bool:
        return bool(self.user.is_superuser and super().can_publish())

    def can_publish_subpage(self) -> bool:
        return bool(self.user.is_superuser and super().can_publish_subpage())

    def can_set_view_restrictions(self) -> bool:
        return False
