from msgspec.structs import replace

from contactdesk.model import Field, Layout, Section
from contactdesk.providers import all_providers
from contactdesk.records.section_plan import EACH, MAX_SHAPES, compile_sections, section_plan


def test_plan_is_compiled_once_per_provider():
    provider = all_providers()["bland"]
    assert section_plan(provider) is section_plan(provider)
    assert section_plan(replace(provider)) is not section_plan(provider)


def test_list_section_is_declared_for_each_item_in_both_trees():
    fields = (Field("Text", "$.text", searched_as="said"),)
    plan = compile_sections((Section("Notes", fields, each="$.notes"),))
    path = ("notes", EACH, "text")
    assert plan.search.at(path).region == "said"
    assert plan.display.at(path).is_whole


def test_section_nested_in_a_conversation_is_searched_but_not_shown():
    nested = Section("Facts", pairs="$.facts", searched_as="fact")
    plan = compile_sections((Section("Chat", each="$.c", layout=Layout.CHAT, sections=(nested,)),))
    path = ("c", EACH, "facts")
    assert plan.search.at(path).region == "fact"
    assert not plan.display.at(path).is_pairs


def test_cached_shapes_are_bounded():
    node = compile_sections((Section("S", pairs="$.p", searched_as="custom"),)).search
    for number in range(MAX_SHAPES + 10):
        shape = node.shape({f"key{number}": 1, "p": {}})
        assert shape.undeclared({f"key{number}": 1, "p": {}}) == [1]
    assert len(node.shapes) == MAX_SHAPES
