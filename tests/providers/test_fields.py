"""Every response field of the vendors' documents is recorded, and named by a section."""

import json

from contactdesk.model import Layout
from contactdesk.providers import all_providers


def plain(path):
    """`$.customFields[type=date].value` -> `$.customFields[*].value`."""
    return path if "[type=" not in path else path[: path.index("[")] + "[*]" + path.split("]", 1)[1]


def named_paths(section, base="$"):
    """Every JSON path a section and those inside it name, `[*]` for each item of a list."""
    base += section.each.removeprefix("$") + "[*]" if section.each else ""
    found = [section.pairs, *section.heading, *section.subheading]
    for field in section.fields:
        found += [field.label, field.path, field.kind_at, *(b.path for b in field.badges)]
    paths = {base + path.removeprefix("$") for path in found if path.startswith("$")}
    return paths.union(*(named_paths(nested, base) for nested in section.sections))


def leaves(value, whole, path="$"):
    """The paths of every value that is set; what is at a path in `whole` counts as one."""
    if path not in whole and isinstance(value, dict):
        return set().union(*(leaves(v, whole, f"{path}.{key}") for key, v in value.items()))
    if path not in whole and isinstance(value, list):
        return set().union(*(leaves(v, whole, f"{path}[*]") for v in value))
    return set() if value in (None, "", [], {}) else {path}


def every(section):
    yield section
    for nested in section.sections:
        yield from every(nested)


def test_no_field_is_listed_twice(documented):
    assert len(set(documented)) == len(documented)


def test_the_first_record_has_exactly_the_documented_fields(provider, bodies, documented):
    first = json.loads(bodies[0])[provider.items.removeprefix("$.")][0]
    paths = {plain(path) for path in documented}
    assert leaves(first, paths) == paths


def test_every_documented_field_is_named_by_a_section(provider, documented):
    named = set().union(*(named_paths(section) for section in provider.sections))
    assert {plain(path) for path in documented} <= named


def test_sections_name_only_known_fields(provider, documented, undocumented):
    named = set().union(*(named_paths(section) for section in provider.sections))
    assert named - {plain(path) for path in documented} == set(undocumented)


def test_every_documented_type_has_its_kind(provider, documented):
    types = [path.split("[type=")[1].split("]")[0] for path in documented if "[type=" in path]
    kinds = {}
    for section in provider.sections:
        for field in section.fields:
            kinds |= field.kinds if field.kind_at == "$.type" else {}
    assert list(kinds) == types
    assert len(set(kinds.values())) == len(kinds)


def test_conversation_fields_are_in_the_fixed_order():
    chats = [
        [field.path for field in section.fields]
        for provider in all_providers().values()
        for top in provider.sections
        for section in every(top)
        if section.layout is Layout.CHAT
    ]
    assert chats == [["$.role", "$.content", "$.channel", "$.timestamp"]]
