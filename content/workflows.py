"""The review that stands before publication: somebody approves what somebody else wrote."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowPage, WorkflowTask
from wagtail.permissions import policy_registry

REVIEW = "Review by a second pair of eyes"


class IndependentReviewTask(Task):
    """Approval by anyone who has the publish permission for the page and did not write its newest version.

    The reviewers come from the page permissions and not from a group of their own: a group of reviewers for the whole
    tree would open the working groups' drafts to people who are not in them.
    """

    class Meta:
        verbose_name = "independent review"

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        tester = obj.permissions_for_user(user)
        actions = []
        if tester.can_review():
            actions.append(("reject", "Request changes", True))
        if tester.can_approve():
            # Always with a dialogue: it says who will gain the page and who will lose it.
            actions.append(("approve", "Approve and publish", True))
        return actions

    def get_template_for_action(self, action: str) -> str:
        return "wagtailadmin/shared/review_modal.html" if action == "approve" else ""

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Asks about the page that is under review here: Wagtail's view has only asked about the one in its address.

        Raises PermissionDenied.
        """
        page = task_state.workflow_state.content_object
        if action_name not in {name for name, _label, _modal in self.get_actions(page, user)}:
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **kwargs)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """During the review only reviewers edit the page."""
        return not obj.permissions_for_user(user).can_review()

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return bool(obj.permissions_for_user(user).can_review())

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this user: on pages where they may publish, written by somebody else."""
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(user, "publish")
        if not user.is_superuser:
            pages = pages.exclude(latest_revision__user=user)
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        ids = pages.order_by().values(key=Cast("pk", CharField()))
        found: QuerySet[TaskState] = waiting.filter(workflow_state__object_id__in=ids)
        return found

    @classmethod
    def get_description(cls) -> str:
        return "Whoever may publish the page approves what somebody else wrote."


def review_newest_version(request: HttpRequest, page: Page) -> None:
    """Begin the review anew when a reviewer has changed the page under review, so that nobody approves what they
    have not seen: the link to approve the older version stops working.
    """
    under_review = page.current_workflow_task_state
    if under_review is not None and under_review.revision_id != page.latest_revision_id:
        under_review.cancel(user=request.user, resume=True)


@transaction.atomic
def ensure_workflow(*, page: Page) -> Workflow:
    """The review for `page` and everything below it; made if it is not there yet."""
    workflow = Workflow.objects.filter(name=REVIEW).first() or Workflow.objects.create(name=REVIEW)
    task = IndependentReviewTask.objects.first() or IndependentReviewTask.objects.create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    return workflow
