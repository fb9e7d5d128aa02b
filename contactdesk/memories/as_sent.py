"""A memory as the vendor keeps it: the text that was sent."""

from __future__ import annotations

import msgspec

from contactdesk.jsonpath import steps
from contactdesk.memories.reading import Memory
from contactdesk.model import Provider
from contactdesk.records.formatting import raw_text

OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
LIST = msgspec.json.Decoder(list[msgspec.Raw])


def memory_as_sent(provider: Provider, raw: bytes, memory: Memory) -> str:
    """The JSON of a memory, every character as sent, from the bytes of its record.

    Of a record whose bytes are no JSON, the memory as it was read.
    """
    part = msgspec.Raw(raw)
    try:
        for step in steps(provider.memories.each if provider.memories else "$"):
            part = OBJECT.decode(part)[step] if isinstance(step, str) else LIST.decode(part)[step]
        return bytes(LIST.decode(part)[memory.number - 1]).decode()
    except (msgspec.MsgspecError, LookupError, UnicodeDecodeError):
        return raw_text(memory.raw)


def laid_out(text: str) -> str:
    """JSON text with a value a line, its characters otherwise unchanged."""
    try:
        return msgspec.json.format(text, indent=2)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return text
