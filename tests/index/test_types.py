from contactdesk.index.types import filters_read, filters_text


def test_equal_filters_have_equal_text():
    one = filters_text({"b": ["x", "y"], "a": "é", "none": "", "empty": []})
    assert one == filters_text({"a": "é", "b": ("x", "y")})
    assert one != filters_text({"a": "é", "b": ("y", "x")})
    assert filters_read(one) == {"a": "é", "b": ["x", "y"]}
    assert filters_text({}) == filters_text({"a": ""}) == "{}"
