"""The sandbox's prose as JSON."""

import pytest

from contactdesk.sandbox import resources

FILES = sorted(resources.FOLDER.glob("*.json"))


def test_every_subject_is_found():
    assert {path.stem for path in FILES} >= {"companies", "conversations", "countries", "topics"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_plain_utf8_json_with_content(path):
    assert "\\u" not in path.read_text(encoding="utf-8")
    assert resources.load(path.stem)
