"""contactdesk.memories.as_sent: the text of a memory."""

import json

import pytest

from contactdesk.memories.as_sent import laid_out, memory_as_sent
from contactdesk.memories.reading import memories_of
from contactdesk.providers import all_providers
from contactdesk.records.blocks import viewed

SECOND = r'{"persona_id":"a\u00e9","facts":{"n":1.50,"big":12345678901234567890},  "open_items":["call"]}'
RAW = f'{{"id":"c", "memories" : [ "odd", {SECOND} ]}}'.encode()
BLAND = all_providers()["bland"]


def test_every_character_is_as_sent():
    (memory,) = memories_of(BLAND, viewed(BLAND, json.loads(RAW)))
    assert memory_as_sent(BLAND, RAW, memory) == SECOND


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"memories": 3}', b'{"memories": []}', b'\xff{"a":1}']
)
def test_without_its_bytes_a_memory_is_given_as_read(raw):
    (memory,) = memories_of(BLAND, viewed(BLAND, json.loads(RAW)))
    assert json.loads(memory_as_sent(BLAND, raw, memory))["persona_id"] == "aé"


def test_laying_out_changes_only_white_space():
    assert laid_out('{"n":1.50,"a":"\\u00e9"}') == '{\n  "n": 1.50,\n  "a": "\\u00e9"\n}'
    assert laid_out("no {json") == "no {json"
