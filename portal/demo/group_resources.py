"""Resources that belong to one working group each."""

from portal.demo.group_policy_resources import POLICY_GROUP_RESOURCES
from portal.demo.group_practice_resources import PRACTICE_GROUP_RESOURCES
from portal.demo.group_technology_resources import TECHNOLOGY_GROUP_RESOURCES
from portal.demo.shapes import DemoPage

GROUP_RESOURCES: tuple[DemoPage, ...] = TECHNOLOGY_GROUP_RESOURCES + POLICY_GROUP_RESOURCES + PRACTICE_GROUP_RESOURCES
