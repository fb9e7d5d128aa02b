"""Rules of the program, each with a way to break it and the tests that must then go red."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """In `file`, `good` stands once and is replaced by `bad`; one of `tests` must fail then."""

    name: str
    file: str
    good: str
    bad: str
    tests: tuple[str, ...]


PLAIN = "ui/plain.py"
TEXT, LABEL_FORMAT = "ui/text.py", "super().setTextFormat(Qt.TextFormat.PlainText)"
TEXT_TESTS = ("tests/ui/test_text.py",)

FAULTS = (
    Fault(
        "a label that guesses whether it is markup",
        TEXT,
        LABEL_FORMAT,
        LABEL_FORMAT.replace("PlainText", "AutoText"),
        (*TEXT_TESTS, "tests/ui/test_hostile.py::test_no_failure_of_a_vendor_draws_markup"),
    ),
    Fault("a tool tip unescaped", PLAIN, "{html.escape(text)}", "{text}", TEXT_TESTS),
    Fault("text that turns ours round", PLAIN, '_DIRECTION.sub(r"\\1", _TOO', "(_TOO", TEXT_TESTS),
    Fault("a line without a limit", PLAIN, "if len(text) > limit:", "if False:", TEXT_TESTS),
    Fault(
        "a link of any scheme",
        TEXT,
        'url.scheme() not in ("http", "https")',
        "not url.scheme()",
        TEXT_TESTS,
    ),
    Fault("a link with user info", TEXT, 'or "@" in url.authority()', "", TEXT_TESTS),
    Fault(
        "a link opened unasked",
        TEXT,
        "    if await ask(parent, question,",
        "    if True or (parent, question,",
        ("tests/ui/test_text.py::test_a_link_is_opened_only_after_a_yes",),
    ),
    Fault(
        "redirects followed",
        "client.py",
        "follow_redirects=False",
        "follow_redirects=True",
        ("tests/test_client_servers.py", "tests/test_house.py"),
    ),
    Fault(
        "certificates unchecked",
        "client.py",
        "verify=context,",
        "verify=False,",
        ("tests/test_house.py",),
    ),
    Fault(
        "the key in the address",
        "client.py",
        "params=httpx.QueryParams(tuple(params))",
        'params=httpx.QueryParams((*params, ("key", key)))',
        ("tests/test_client.py",),
    ),
    Fault(
        "a body without a bound",
        "client.py",
        "            if size > largest:\n                break\n",
        "",
        ("tests/test_client_answers.py",),
    ),
    Fault(
        "a key in an exception",
        "pasted.py",
        '        raise KeyTextError("key-text")\n    remember(key)\n    return key\n',
        '        raise KeyTextError("key-text", said=pasted)\n    remember(key)\n    return key\n',
        ("tests/test_keys_pasted.py", "tests/test_keys.py"),
    ),
    Fault(
        "a log that is not redacted",
        "redact.py",
        "        if form in text:",
        "        if False:",
        ("tests/test_redact.py",),
    ),
    Fault(
        "a thread that keeps a closed program alive",
        "worker.py",
        "daemon=True",
        "daemon=False",
        ("tests/test_worker.py",),
    ),
    Fault(
        "an index in plain text",
        "index/file.py",
        "connection.execute(f'PRAGMA key = \"raw:{key.hex()}\"')",
        "pass",
        ("tests/index/test_file.py",),
    ),
    Fault(
        "an index others may read",
        "index/file.py",
        "path.chmod(0o600)",
        "path.chmod(0o644)",
        ("tests/index/test_file.py",),
    ),
    Fault(
        "deleted rows left in the file",
        "index/schema.py",
        "PRAGMA secure_delete = ON;",
        "PRAGMA secure_delete = OFF;",
        ("tests/index/test_removal.py", "tests/index/test_schema.py"),
    ),
    Fault(
        "no overlap of pages by offset",
        "walk.py",
        "return (self.size or paging.size) // part if paging.by_offset else 0",
        "return 0",
        ("tests/test_walk.py", "tests/test_sync.py"),
    ),
    Fault(
        "a vendor that runs in a circle",
        "walk.py",
        "if next_cursor in self.seen:",
        "if False:",
        ("tests/test_walk.py", "tests/test_sync.py"),
    ),
    Fault(
        "filters sent with the first page only",
        "walk.py",
        "if value and name in known",
        "if value and name in known and cursor is None",
        ("tests/test_walk.py", "tests/test_sync.py::test_filters_are_sent_with_every_cursor"),
    ),
    Fault(
        "has_more passed over",
        "paging.py",
        "if not count or not more:",
        "if not count:",
        ("tests/test_paging.py",),
    ),
    Fault(
        "a total that Quo itself calls wrong",
        "providers/quo.py",
        "    contact=contact,\n",
        '    contact=contact,\n    total="$.totalItems",\n',
        ("tests/providers/test_quo.py",),
    ),
    Fault(
        "one bad record costs a page",
        "reply.py",
        "    return ESCAPE.sub(",
        "    return body or ESCAPE.sub(",
        ("tests/fuzz/test_records.py",),
    ),
    Fault(
        "CSV that runs formulas",
        "export.py",
        'return "\'" + text',
        "return text",
        ("tests/test_export.py",),
    ),
    Fault(
        "phone numbers spoilt in CSV",
        "export.py",
        "if all(PHONE.fullmatch(part)",
        "if all(False and PHONE.fullmatch(part)",
        ("tests/test_export.py",),
    ),
    Fault(
        "vCard unescaped",
        "vcard.py",
        ".strip().translate(ESCAPES)",
        ".strip()",
        ("tests/test_vcard.py",),
    ),
    Fault(
        "vCard folded inside a character",
        "vcard.py",
        "while rest[end] & 0xC0 == 0x80:",
        "while False:",
        ("tests/test_vcard.py",),
    ),
    Fault(
        "Markdown unescaped",
        "sheet.py",
        'MARKUP.sub(lambda found: "\\\\" + found[0],',
        "(lambda each: each)(",
        ("tests/test_sheet.py",),
    ),
    Fault(
        "a banner without a next step",
        "ui/banner.py",
        """f"{head} {error.hint}{' What was""",
        """f"{head}{' What was""",
        ("tests/ui/test_banner.py",),
    ),
    Fault(
        "the user's place lost on reload",
        "ui/contact_table.py",
        "        self.changePersistentIndexList(before, after)\n        self.layoutChanged.emit()\n",
        "        self.layoutChanged.emit()\n        self.beginResetModel()\n        self.endResetModel()\n",
        ("tests/ui/test_contact_table.py",),
    ),
    Fault(
        "pages fetched because a search left few rows",
        "ui/browser.py",
        "if self._query.empty and not self.table.is_full()",
        "if not self.table.is_full()",
        ("tests/ui/test_browser.py",),
    ),
    Fault(
        "a key that hangs the window",
        "values.py",
        'r"[A-Za-z](?:[_-]?[A-Za-z0-9])*\\Z"',
        'r"[A-Za-z]+(?:[_-]?[A-Za-z]+|[_-]?\\d+)*\\Z"',
        ("tests/fuzz/test_patterns.py",),
    ),
    Fault(
        "a name that was searched for outlives the account",
        "forgetting.py",
        "        await marks.forget_recent()\n",
        "",
        ("tests/test_forgetting.py",),
    ),
    Fault(
        "searches on disk where nothing is to be kept",
        "forgetting.py",
        "for file in (index_file, marks_file):",
        "for file in (index_file,):",
        ("tests/test_forgetting.py",),
    ),
    Fault(
        "an export that removes what another is writing",
        "export.py",
        " == uid and locked_now(number)",
        " == uid",
        ("tests/test_export.py",),
    ),
    Fault(
        "an index of before, exported where nothing is to be kept",
        "cli.py",
        "if accounts.keeps_nothing and not args.load_all:",
        "if False:",
        ("tests/test_cli_keeping.py",),
    ),
    Fault(
        "a certificate looked at past the proxy",
        "client.py",
        "why_refused(error, pool.http_with, provider.base_url)",
        "why_refused(error, lambda c: _http(c, None, None, False, self._times), provider.base_url)",
        ("tests/test_client_proxies.py",),
    ),
    Fault(
        "a request to a server that is not trusted",
        "certificates.py",
        """            await stream.aclose()
            raise ConnectionAbortedError  # before anything is asked for
""",
        "",
        ("tests/test_client_servers.py",),
    ),
    Fault(
        "another network that goes unnoticed",
        "network.py",
        "        return moved\n",
        "        return False\n",
        ("tests/test_network.py", "tests/test_client.py"),
    ),
    Fault(
        "an error that holds on to its answer",
        "client.py",
        "outcome.with_traceback(None)",
        "outcome",
        ("tests/test_client_answers.py",),
    ),
)
