"""Faults to plant in the program, each with the tests that must detect it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Replaces the only occurrence of `good` in `file` by `bad`; one of `tests` must then fail."""

    name: str
    file: str
    good: str
    bad: str
    tests: tuple[str, ...]


SANITIZE = "ui/kit/sanitize.py"
TEXT, LABEL_FORMAT = "ui/kit/text.py", "super().setTextFormat(Qt.TextFormat.PlainText)"
TEXT_TESTS = ("tests/ui/kit/test_text.py",)
LINK_TESTS = ("tests/index/write/test_links.py",)

FAULTS = (
    Fault(
        "label detects markup",
        TEXT,
        LABEL_FORMAT,
        LABEL_FORMAT.replace("PlainText", "AutoText"),
        (*TEXT_TESTS, "tests/ui/test_hostile.py::test_vendor_failures_draw_no_markup"),
    ),
    Fault("tool tip is not escaped", SANITIZE, "{html.escape(text)}", "{text}", TEXT_TESTS),
    Fault(
        "direction controls are kept", SANITIZE, '_DIRECTION.sub(r"\\1", _TOO', "(_TOO", TEXT_TESTS
    ),
    Fault("line has no length limit", SANITIZE, "if len(text) > limit:", "if False:", TEXT_TESTS),
    Fault(
        "link may have any scheme",
        TEXT,
        'url.scheme() not in ("http", "https")',
        "not url.scheme()",
        TEXT_TESTS,
    ),
    Fault("link may have user info", TEXT, 'or "@" in url.authority()', "", TEXT_TESTS),
    Fault(
        "link opens without asking",
        TEXT,
        "    if await ask(parent, question,",
        "    if True or (parent, question,",
        ("tests/ui/kit/test_text.py::test_a_link_is_opened_only_after_a_yes",),
    ),
    Fault(
        "redirects are followed",
        "http/pool.py",
        "follow_redirects=False",
        "follow_redirects=True",
        ("tests/http/test_client_servers.py", "tests/test_house.py"),
    ),
    Fault(
        "certificates are not verified",
        "http/transport.py",
        "verify=self._context,",
        "verify=False,",
        ("tests/test_house.py",),
    ),
    Fault(
        "key is sent in the URL",
        "http/client.py",
        "params=httpx.QueryParams(tuple(params))",
        'params=httpx.QueryParams((*params, ("key", key)))',
        ("tests/http/test_client.py",),
    ),
    Fault(
        "body size is unlimited",
        "http/client.py",
        "            if size > max_bytes:\n                break\n",
        "",
        ("tests/http/test_client_replies.py",),
    ),
    Fault(
        "exception contains the key",
        "profile/key_text.py",
        '        raise KeyTextError("key-text")\n    remember(key)\n    return key\n',
        '        raise KeyTextError("key-text", said=pasted)\n    remember(key)\n    return key\n',
        ("tests/profile/test_key_text.py", "tests/profile/test_keyring.py"),
    ),
    Fault(
        "log is not redacted",
        "security/redact.py",
        "        if encoding in text:",
        "        if False:",
        ("tests/security/test_redact.py",),
    ),
    Fault(
        "worker thread keeps the process alive",
        "worker.py",
        "daemon=True",
        "daemon=False",
        ("tests/test_worker.py",),
    ),
    Fault(
        "index is not encrypted",
        "storage/database.py",
        "connection.execute(f'PRAGMA key = \"raw:{key.hex()}\"')",
        "pass",
        ("tests/storage/test_database.py",),
    ),
    Fault(
        "index is readable by others",
        "storage/database.py",
        "path.chmod(0o600)",
        "path.chmod(0o644)",
        ("tests/storage/test_database.py",),
    ),
    Fault(
        "deleted rows remain in the file",
        "storage/database.py",
        "PRAGMA secure_delete = ON;",
        "PRAGMA secure_delete = OFF;",
        ("tests/index/write/test_removal.py", "tests/index/test_schema.py"),
    ),
    Fault(
        "old record stays packed against a record that is gone",
        "index/write/history.py",
        "                self._repack(row_id, old, new)\n",
        "                pass\n",
        ("tests/index/test_history.py",),
    ),
    Fault(
        "pruning takes what older versions need",
        "index/write/history.py",
        "o.id < c.id AND o.time >= ?1)",
        "o.id < c.id AND o.time >= 1e18)",
        ("tests/index/test_history.py",),
    ),
    Fault(
        "first load is a change",
        "index/write/history.py",
        "return bool(row and row[0])",
        "return True",
        ("tests/index/test_history.py",),
    ),
    Fault(
        "removed account keeps its history",
        "index/write/removal.py",
        "            history.forget(connection, own)\n",
        "",
        ("tests/index/test_history.py",),
    ),
    Fault(
        "vendor's own time is a change",
        "history/compare.py",
        "TIME if _is_time(old, new, spot) else spot.kind",
        "spot.kind",
        ("tests/history/test_diff.py", "tests/history/test_compare.py"),
    ),
    Fault(
        "offset pages do not overlap",
        "sync/walk.py",
        "return self.page_size.records // part if self.provider.paging.by_offset else 0",
        "return 0",
        ("tests/sync/test_engine.py",),
    ),
    Fault(
        "repeated cursor is followed",
        "sync/loop_guard.py",
        "if next_cursor in self.seen:",
        "if False:",
        ("tests/sync/test_loop_guard.py", "tests/sync/test_engine.py"),
    ),
    Fault(
        "filters are sent only with the first page",
        "sync/fetcher.py",
        "if value and name in known",
        "if value and name in known and cursor is None",
        (
            "tests/sync/test_fetcher.py",
            "tests/sync/test_engine.py::test_filters_are_sent_with_every_cursor",
        ),
    ),
    Fault(
        "has_more is ignored",
        "providers/paging.py",
        "if not count or not more:",
        "if not count:",
        ("tests/providers/test_paging.py",),
    ),
    Fault(
        "Quo's unreliable total is used",
        "providers/vendors/quo.py",
        "    contact=contact,\n",
        '    contact=contact,\n    total="$.totalItems",\n',
        ("tests/providers/vendors/test_quo.py",),
    ),
    Fault(
        "lone surrogate fails the whole page",
        "records/parse.py",
        "    return ESCAPE.sub(",
        "    return body or ESCAPE.sub(",
        ("tests/qa/fuzz/test_records.py",),
    ),
    Fault(
        "CSV cells may be formulas",
        "export/csv.py",
        'return "\'" + text',
        "return text",
        ("tests/export/test_csv.py",),
    ),
    Fault(
        "CSV phone numbers are prefixed",
        "export/csv.py",
        " or is_phones(bare):",
        ":",
        ("tests/export/test_csv.py",),
    ),
    Fault(
        "vCard is not escaped",
        "export/vcard.py",
        ".strip().translate(ESCAPES)",
        ".strip()",
        ("tests/export/test_vcard.py",),
    ),
    Fault(
        "vCard lines fold inside a character",
        "export/vcard.py",
        "while rest[end] & 0xC0 == 0x80:",
        "while False:",
        ("tests/export/test_vcard.py",),
    ),
    Fault(
        "Markdown is not escaped",
        "export/markdown.py",
        'MARKUP.sub(lambda found: "\\\\" + found[0],',
        "(lambda each: each)(",
        ("tests/export/test_markdown.py",),
    ),
    Fault(
        "banner has no next step",
        "ui/browser/banner.py",
        'words = f"{head} {error_hint(error)}"',
        "words = head",
        ("tests/ui/browser/test_banner.py",),
    ),
    Fault(
        "reload loses selection and position",
        "ui/table/id_model.py",
        "        self.changePersistentIndexList(before, after)\n        self.layoutChanged.emit()\n",
        "        self.layoutChanged.emit()\n        self.beginResetModel()\n        self.endResetModel()\n",
        ("tests/ui/table/test_model.py",),
    ),
    Fault(
        "search with few rows fetches pages",
        "ui/browser/browser.py",
        "return self._is_open and self._query.empty and self.rows.has_all",
        "return self._is_open and self.rows.has_all",
        ("tests/ui/browser/test_browser.py",),
    ),
    Fault(
        "key pattern backtracks exponentially",
        "records/formatting.py",
        'r"[A-Za-z](?:[_-]?[A-Za-z0-9])*\\Z"',
        'r"[A-Za-z]+(?:[_-]?[A-Za-z]+|[_-]?\\d+)*\\Z"',
        ("tests/qa/fuzz/test_patterns.py",),
    ),
    Fault(
        "recent searches and notes outlive the account",
        "profile/removal.py",
        "        await userdata.keep_accounts({account.id for account in self._all_accounts()})\n",
        "",
        ("tests/profile/test_removal.py",),
    ),
    Fault(
        "searches stay on disk when contacts are not saved",
        "profile/removal.py",
        "for file in (self._profile.index_file, self._profile.userdata_file):",
        "for file in (self._profile.index_file,):",
        ("tests/profile/test_removal.py",),
    ),
    Fault(
        "export removes another export's temporary file",
        "export/target.py",
        " == uid and try_lock(number)",
        " == uid",
        ("tests/export/test_write.py",),
    ),
    Fault(
        "export replaces a symbolic link",
        "export/target.py",
        "with _replaced(_end_of_links(out))",
        "with _replaced(out)",
        ("tests/export/test_write.py",),
    ),
    Fault(
        "copied values are cut as they are shown",
        "ui/browser/copying.py",
        "return harmless(text).replace",
        "return harmless(text)[:256].replace",
        ("tests/ui/browser/test_copying.py",),
    ),
    Fault(
        "joiners are lost in exports",
        "text/characters.py",
        "[\\u202a-\\u202e",
        "[\\u200c\\u200d\\u202a-\\u202e",
        ("tests/text/test_characters.py",),
    ),
    Fault(
        "old index is exported when contacts are not saved",
        "app/export_command.py",
        "if accounts.keeps_nothing and not args.load_all:",
        "if False:",
        ("tests/app/test_export_retention.py",),
    ),
    Fault(
        "certificate check bypasses the proxy",
        "http/client.py",
        "why_refused(error, pool.make_client, provider.base_url)",
        "why_refused(error, lambda c: new_client(c, None, None, False, self._timeouts), provider.base_url)",
        ("tests/http/test_client_proxies.py",),
    ),
    Fault(
        "request goes to an untrusted server",
        "http/tls.py",
        """            await stream.aclose()
            raise ConnectionAbortedError  # before the request is sent
""",
        "",
        ("tests/http/test_client_servers.py",),
    ),
    Fault(
        "network change is not noticed",
        "http/network_change.py",
        "        return changed\n",
        "        return False\n",
        ("tests/http/test_network.py", "tests/http/test_client.py"),
    ),
    Fault(
        "exception keeps its reply alive",
        "http/client.py",
        "result.with_traceback(None)",
        "result",
        ("tests/http/test_client_replies.py",),
    ),
    Fault(
        "links of a shared key are not taken back",
        "index/write/links.py",
        "waiting.update(*(each for each in groups.values() if len(each) > 1))",
        "pass",
        LINK_TESTS,
    ),
    Fault(
        "removed contact leaves its links behind",
        "index/write/removal.py",
        "    links.remove(ids)\n",
        "",
        LINK_TESTS,
    ),
    Fault(
        "number of an agent links",
        "index/people_rows.py",
        "OR EXISTS (SELECT 1 FROM agent a WHERE a.key = v.value)",
        "",
        LINK_TESTS,
    ),
    Fault(
        "judgement does not wait for its contacts",
        "index/write/links.py",
        "self._touched.contacts |= judged.find_judged(self.connection, account, vendor_ids)",
        "pass",
        LINK_TESTS,
    ),
    Fault(
        "forgotten account hides its people",
        "index/write/removal.py",
        "        people.part(connection, account_id)\n",
        "",
        ("tests/index/write/test_removal.py",),
    ),
    Fault(
        "differences of people who parted stay",
        "index/write/people.py",
        "    dissolve(connection, rows_before.keys() - now.keys())\n",
        "",
        LINK_TESTS,
    ),
    Fault(
        "keys keep the region they were made with",
        "index/write/relinking.py",
        "            if wanted != region:\n",
        "            if False:\n",
        ("tests/index/write/test_relinking.py",),
    ),
)
