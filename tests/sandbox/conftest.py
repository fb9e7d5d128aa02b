"""An HTTP client for the sandbox, and validation against the documented schemas."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from jsonschema import Draft202012Validator

from contactdesk.sandbox import VENDORS, Sandbox
from contactdesk.sandbox.api_keys import authorization_header

SCHEMAS = Path(__file__).parent.parent / "schemas"
PAGE_SIZE_PARAM = {"quo": "maxResults", "askelephant": "limit", "close": "_limit", "bland": "limit"}
MAX_PAGE_SIZE = {"opencx": 50, "quo": 50, "askelephant": 100, "close": 200, "bland": 200}


class Answer:
    def __init__(self, response) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Caller:
    """Calls the sandbox over one keep-alive connection, by default with a valid key."""

    def __init__(self, sandbox: Sandbox, timeout: float = 20) -> None:
        self.sandbox = sandbox
        self.connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=timeout)
        self.keys = {account["provider"]: account["key"] for account in sandbox.accounts[:5]}

    def get(self, provider, query=(), *, authorization=None, method="GET", path=None):
        if authorization is None:
            authorization = authorization_header(provider, self.keys[provider])
        base = urlsplit(f"http://127.0.0.1/{provider}").path
        target = base + (path or VENDORS[provider].path)
        if query:
            target += "?" + urlencode(list(query))
        headers = {"Authorization": authorization} if authorization else {}
        try:
            self.connection.request(method, target, headers=headers)
            return Answer(self.connection.getresponse())
        except BaseException:
            self.connection.close()
            raise

    def get_with_fault(self, kind, provider="bland", **rule):
        self.sandbox.set_faults([{"provider": provider, "kind": kind, **rule}])
        return self.get(provider, [("maxResults", "50")] if provider == "quo" else ())

    def page(self, provider, query=(), size=None):
        """One page; fails unless the status is 200."""
        query = list(query)
        if provider in PAGE_SIZE_PARAM and not any(
            name == PAGE_SIZE_PARAM[provider] for name, _ in query
        ):
            query.append((PAGE_SIZE_PARAM[provider], str(size or MAX_PAGE_SIZE[provider])))
        answer = self.get(provider, query)
        assert answer.status == 200, answer.body
        return answer.json

    def pages(self, provider, query=(), size=None):
        """Every page of a walk, following cursors or offsets as documented."""
        vendor, extra, skip = VENDORS[provider], [], 0
        while True:
            page = self.page(provider, [*query, *extra], size)
            yield page
            if vendor.cursor_key:
                if (cursor := page[vendor.cursor_key]) is None:
                    return
                extra = [(vendor.cursor_param, cursor)]
            else:
                more = page["pagination"]["has_more"] if provider == "bland" else page["has_more"]
                if not more:
                    return
                skip += len(page["data"])
                extra = [(vendor.cursor_param, str(skip))]

    def records(self, provider, query=(), size=None):
        items = VENDORS[provider].items_key
        return [each for page in self.pages(provider, query, size) for each in page[items]]


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


@pytest.fixture
def caller(sandbox):
    sandbox.set_faults([])
    made = Caller(sandbox)
    yield made
    made.connection.close()


@pytest.fixture
def make_caller():
    """Creates sandboxes with options of their own, each with a caller."""
    made = []

    def make(timeout: float = 20, **options):
        sandbox = Sandbox(**options)
        made.append(Caller(sandbox, timeout))
        return made[-1]

    yield make
    for each in made:
        each.connection.close()
        each.sandbox.close()


@pytest.fixture(scope="session")
def valid():
    """`valid(name, value)` checks the value against tests/schemas/<name>.json."""
    made = {}

    def check(name, value):
        if name not in made:
            schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
            Draft202012Validator.check_schema(schema)
            made[name] = Draft202012Validator(
                schema, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
        errors = [f"{e.json_path}: {e.message[:300]}" for e in made[name].iter_errors(value)]
        assert not errors, errors[:5]

    return check
