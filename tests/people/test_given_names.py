"""Forms of given names."""

from contactdesk.people.given_names import (
    are_one_name,
    are_two_names,
    is_given_name,
    lines_of_names,
)


def test_forms_of_a_name_are_one_name():
    assert are_one_name("bob", "robert")
    assert are_one_name("bob", "rob")
    assert are_one_name("alex", "alexandra")


def test_names_that_only_share_a_form_are_two():
    assert not are_one_name("alexander", "alexandra")
    assert are_two_names("alexander", "alexandra")
    assert are_two_names("mara", "maria")


def test_an_unknown_word_is_neither():
    assert not is_given_name("okafor")
    assert not are_two_names("okafor", "maria")
    assert not are_one_name("okafor", "okafor")


def test_every_form_is_one_normalized_word():
    for form, lines in lines_of_names().items():
        assert form.isalpha()
        assert form == form.lower()
        assert lines
