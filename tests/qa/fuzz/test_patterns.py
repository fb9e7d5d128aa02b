"""No text makes a regular expression of the program backtrack exponentially.

Runs in another process, because such a match cannot be interrupted.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_S = 120
"""It takes 2 s; exponential backtracking would take years."""

PROGRAM = """
from datetime import datetime, timezone
from contactdesk.records import formatting
from contactdesk.text.normalize import normalize, normalize_mapped
from contactdesk.text.phones import find_phones
from contactdesk.text.page_tokens import tokenize
from contactdesk.index.sort_keys import sort_value
from contactdesk.records.moments import utc
from contactdesk.jsonpath import dig, label_at, steps
from contactdesk.model import Contact, Kind
from contactdesk.search.highlight import hits
from contactdesk.search.query import parse
from contactdesk.security.redact import redact
from contactdesk.records.error_body import error_message
from contactdesk.records.parse import replace_lone_surrogates
from contactdesk.export.csv import guarded
from contactdesk.export.markdown import escaped
from contactdesk.export.vcard import types_of, vcard
from contactdesk.text.characters import harmless
from contactdesk.profile.key_text import clean_key
from contactdesk.errors import ContactDeskError
from contactdesk.http.blocked import blockers_words
from contactdesk.http.proxies import ProxyRules
from contactdesk.ui.filters.value_list import has_finished_value, split_values
from contactdesk.ui.kit import text

now = datetime.now(timezone.utc)
parts = ["a", "aA", "a_", "a-", "_", "1", "1 ", "(1", "+1", ".", "..", "@", "a@", "a.", "-", "- ",
         " ", "\\t", "\\n", "\\\\", "\\"", "[", "]", "<", "&", "&a", "#", "*", "=", "%", "/", ":", ";",
         "Aa1", "\\u0301", "e\\u0301", "\\u05d0", "\\u3042", "\\u2068", "\\u202e", "\\u00a0", "key: ",
         "bearer ", "basic a", "://a", "://", "authorization: ", "\\\\ud800", "2026-01-01T", "00:"]
ends = ["", "!", "x"]
for part in parts:
    for end in ends:
        for count in (40, 3_000):
            t = (part * count) + end
            formatting.humanize(t)
            formatting.guess_kind(t); formatting.guess_kind(t, t); formatting.guess_kind(t[:119])
            for kind in Kind:
                formatting.format_value(t, kind, now); formatting.format_cell(t, kind); sort_value(t, kind.value)
            normalize(t); normalize_mapped(t); list(find_phones(normalize(t))); tokenize([t]); utc(t)
            for query in (parse(t[:200]), parse("a 1"), parse("555 123 4567")):
                hits(t, query)
            redact(t[:4_000]); error_message({"message": t}); replace_lone_surrogates(t.encode())
            guarded(t); guarded("+1" + t); harmless(t); types_of(t); vcard(Contact("1", t), t)
            blockers_words(("<" + t).encode()); split_values(t); has_finished_value(t)
            ProxyRules({"all": "http://x"}, (t[:4_000],)).proxy_for("https://10.0.0.1")
            escaped(t); escaped(t, indent=" ")
            steps("$." + t[:4_000]); label_at("$." + t[:4_000])
            text.line(t); text.block(t); text.tooltip(t); text.title(t); text.web_link(t[:2_000])
            text.web_link("https://" + t[:2_000])
            try:
                clean_key(t[:4_000])
            except ContactDeskError:
                pass
print("done")
"""


def test_no_pattern_backtracks_exponentially():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "done\n"
