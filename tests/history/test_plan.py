"""contactdesk.history.plan: what is declared about a path."""

import pytest

from contactdesk.history.plan import FACTS, MEMORIES, MESSAGES, OPEN_ITEMS, history_plan
from contactdesk.providers import all_providers

PROVIDERS = all_providers()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        (("memories",), MEMORIES),
        (("memories", 3, "facts"), FACTS),
        (("memories", 0, "recent_messages"), MESSAGES),
        (("memories", 0, "open_items"), OPEN_ITEMS),
        (("memories", 0, "entities"), ""),
    ],
)
def test_parts_of_a_memory_have_roles(path, role):
    node = history_plan(PROVIDERS["bland"])
    for step in path:
        node = node.child(step)
    assert node.role == role


def test_what_is_inside_of_a_region_belongs_to_it():
    node = history_plan(PROVIDERS["bland"]).child("metadata")
    assert (node.region, node.is_keyed, node.title) == ("custom", True, "Metadata")
    assert node.child("utm").child("campaign").region == "custom"


def test_undeclared_path_says_nothing():
    node = history_plan(PROVIDERS["close"]).child("nobody").child(4)
    assert (node.region, node.fields, node.role) == ("", [], "")


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
def test_every_section_of_every_vendor_is_compiled(provider):
    root = history_plan(provider)
    assert root.below
    assert history_plan(provider) is root
