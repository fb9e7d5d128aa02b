"""Everything that may go wrong on purpose.

* ContactDeskError           title, hint, retryable; shown in the banner of its account
  - AccountsFileError        accounts.toml cannot be read or written, or a label is taken
  - KeyProblemError                a key that cannot be had or used
    + KeyRefusedError        401, 402, 403: the vendor does not want this key
    + KeyMissingError        the keyring has no key for this account
    + KeyringLockedError     locked, or a prompt of the keyring is still open
    + NoKeyringError         no keyring service, a broken or an unsafe one
    + KeyTextError           what was pasted cannot be a key
  - NetworkError             no answer: DNS, TLS, time-out, a broken connection
  - VendorError              an answer that cannot be used
    + RateLimitedError       429; `retry_after` in seconds
    + VendorDownError        5xx
    + UnexpectedReplyError   not JSON, not the declared shape, a cursor that repeats
  - IndexFileError           the index is locked, full, damaged or newer than this version

Every error carries `kind`, the fault's short name; WORDS gives a kind its title and hint. Anything
else that is raised is a bug and goes to the excepthook. No error ever holds a key.
"""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True):
    """What a person reads of one kind of fault. `{vendor}` stands for the vendor's name."""

    title: str
    hint: str


WORDS: dict[str, Words] = {
    # keys
    "key-refused": Words(
        "{vendor} refused this key", "Replace the key: it may have been revoked or mistyped."
    ),
    "forbidden": Words(
        "This key may not list contacts", "Give the key the permission, or use another key."
    ),
    "plan": Words(
        "{vendor} wants a different plan for this", "Check the plan of this account at {vendor}."
    ),
    "other-organisation": Words(
        "The new key belongs to another organisation at {vendor}",
        "Nothing was mixed. Start this account afresh with the new key, or use another key.",
    ),
    "key-missing": Words(
        "The keyring has no key for this account", "Enter the key again with Replace key."
    ),
    "keyring-locked": Words("Your keyring is locked", "Unlock it, then try again."),
    "keyring-waiting": Words(
        "Waiting for your keyring", "Answer its prompt, or cancel and use a key for this run only."
    ),
    "keyring-none": Words(
        "No keyring was found on this computer",
        "Install a Secret Service such as gnome-keyring, or use a key for this run only.",
    ),
    "keyring-broken": Words(
        "Your keyring did not work", "Restart the keyring service, or use a key for this run only."
    ),
    "keyring-unsafe": Words(
        "This keyring does not keep keys safely", "Choose a real keyring; nothing was saved in it."
    ),
    "key-text": Words(
        "This cannot be a key", "Copy it again from the vendor's page, the whole of it."
    ),
    # network
    "refused": Words("{vendor} could not be reached", "Check the connection, then retry."),
    "dns": Words("The address of {vendor} was not found", "Are you online? Then retry."),
    "tls": Words(
        "The certificate of {vendor} could not be checked. Your key was not sent",
        "Check the date of this computer, or ask who runs this network.",
    ),
    "tls-other": Words(
        "A secure connection to {vendor} could not be made. Your key was not sent", "Retry later."
    ),
    "connect-timeout": Words("{vendor} could not be reached in time", "Retry in a moment."),
    "read-timeout": Words("{vendor} stopped answering", "Retry in a moment."),
    "slow": Words("{vendor} is answering too slowly", "Retry in a moment."),
    "broken": Words("The connection to {vendor} broke", "Retry."),
    "busy": Words("Too many requests are under way", "Retry in a moment."),
    "proxy": Words(
        "The proxy refused the connection", "Check Help → Network settings, or ask who runs it."
    ),
    "socks": Words(
        "SOCKS proxies cannot be used", "Enter an http:// or https:// proxy in Network settings."
    ),
    "insecure-url": Words(
        "Only https addresses are allowed", "Correct the server URL of this account."
    ),
    # answers
    "rate": Words("{vendor} asks for a pause", "Loading goes on by itself after the pause."),
    "server": Words("{vendor} has a problem of its own", "Retry in a moment."),
    "bad-request": Words("{vendor} refused this request", "Change the filter, or retry."),
    "not-found": Words(
        "{vendor} has no contact list at this address", "Check the server URL of this account."
    ),
    "moved": Words(
        "The address of {vendor} has moved. Your key was not sent to the new one",
        "Check the server URL of this account.",
    ),
    "http": Words("{vendor} refused the request", "Retry, or look at the details."),
    "web-page": Words(
        "A web page came back instead of data",
        "Sign in to the Wi-Fi or the proxy of this network, then retry.",
    ),
    "empty": Words("{vendor} sent an empty answer", "Retry."),
    "bad-json": Words("The answer of {vendor} is damaged or was cut short", "Retry."),
    "bad-encoding": Words("The answer of {vendor} is packed in an unknown way", "Retry later."),
    "bad-shape": Words(
        "The answer of {vendor} is not a page of contacts", "Copy the details for a report."
    ),
    "too-big": Words("The answer of {vendor} is larger than 8 MB", "Retry later."),
    "too-big-one": Words(
        "A single contact of {vendor} is larger than 64 MB",
        "What was loaded is kept. The contact has to become smaller at {vendor}.",
    ),
    "said-error": Words("{vendor} reported an error", "Retry, or look at the details."),
    "cursor-loop": Words(
        "{vendor} sent the same page marker twice", "What was loaded stays. Refresh to try again."
    ),
    "same-page": Words(
        "{vendor} keeps sending the same contacts",
        "What was loaded stays. Refresh to try again.",
    ),
    "no-cursor": Words(
        "{vendor} says there is more, but not how to ask for it",
        "What was loaded stays. Retry, or refresh to begin again.",
    ),
    "bad-cursor": Words(
        "{vendor} sent a page marker that cannot be used",
        "What was loaded stays. Retry, or refresh to begin again.",
    ),
    "max-skip": Words("{vendor} does not list further than this", "What was loaded is kept."),
    "empty-pages": Words(
        "{vendor} keeps sending empty pages", "What was loaded stays. Refresh to try again."
    ),
    # index and files
    "index-locked": Words(
        "Another program is using the index", "Close the other contactdesk, then retry."
    ),
    "index-unusable": Words(
        "The index cannot be read or written", "Look at the disk and who may use it, then retry."
    ),
    "index-full": Words("The disk is full", "Make room, then retry; what was loaded is kept."),
    "index-damaged": Words(
        "The index was damaged", "It was set aside; contacts are fetched again. Keys are untouched."
    ),
    "index-newer": Words(
        "The index belongs to a newer contactdesk", "It was set aside; contacts are fetched again."
    ),
    "index-older": Words(
        "The index was made by an older contactdesk",
        "It was set aside; contacts are fetched again.",
    ),
    "marks-damaged": Words(
        "Your saved searches could not be read", "Their file was set aside and a new one begun."
    ),
    "marks-newer": Words(
        "Your saved searches belong to a newer contactdesk",
        "Their file was set aside and a new one begun.",
    ),
    "accounts-file": Words("accounts.toml cannot be used", "Correct the file, then start again."),
    "export-file": Words("The file could not be written", "Choose another place, then try again."),
    "label-taken": Words("This label is taken", "Choose another label."),
}


class ContactDeskError(Exception):
    """Shown to the user. `vendor` and `account` are filled in where they become known."""

    retryable = False

    def __init__(
        self,
        kind: str,
        *,
        said: str = "",
        request_id: str = "",
        status: int | None = None,
        hint: str = "",
        vendor: str = "",
        account: str = "",
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.said = said  # the vendor's own message, already bounded and redacted
        self.request_id = request_id
        self.status = status
        self.vendor = vendor
        self.account = account
        self._hint = hint

    @property
    def title(self) -> str:
        return WORDS[self.kind].title.format(vendor=self.vendor or "The vendor")

    @property
    def hint(self) -> str:
        return self._hint or WORDS[self.kind].hint.format(vendor=self.vendor or "the vendor")

    def __str__(self) -> str:
        """One line for a log or a terminal: account, title, vendor's words, next step."""
        head = f"{self.account}: " if self.account else ""
        said = f": {self.said}" if self.said else ""
        reference = f" (request {self.request_id})" if self.request_id else ""
        return f"{head}{self.title}{said}{reference}. {self.hint}"


class AccountsFileError(ContactDeskError):
    """accounts.toml cannot be read or written, or would break its rules."""


class KeyProblemError(ContactDeskError):
    """A key that cannot be had or used; the way on is the account's dialog."""


class KeyRefusedError(KeyProblemError):
    """The vendor does not want this key: 401, 402, 403."""


class KeyMissingError(KeyProblemError):
    """The keyring answered, and has no key for this account."""


class KeyringLockedError(KeyProblemError):
    """Locked, or its prompt is still open."""

    retryable = True


class NoKeyringError(KeyProblemError):
    """No keyring service, a broken or an unsafe one."""


class KeyTextError(KeyProblemError):
    """What was typed or pasted cannot be a key."""


class NetworkError(ContactDeskError):
    """No answer came."""

    retryable = True


class VendorError(ContactDeskError):
    """An answer came that cannot be used."""


class RateLimitedError(VendorError):
    """Waits by itself. `retry_after` is in seconds, None where the vendor named no time."""

    retryable = True

    def __init__(self, retry_after: float | None = None, **details: object) -> None:
        super().__init__("rate", **details)  # type: ignore[arg-type]
        self.retry_after = retry_after


class VendorDownError(VendorError):
    """5xx. `retry_after` is in seconds where the vendor named a time."""

    retryable = True

    def __init__(self, retry_after: float | None = None, **details: object) -> None:
        super().__init__("server", **details)  # type: ignore[arg-type]
        self.retry_after = retry_after


class UnexpectedReplyError(VendorError):
    """Not JSON, not the declared shape, or a cursor that repeats."""

    retryable = True


class IndexFileError(ContactDeskError):
    """The index is locked, full, damaged, or newer than this version."""

    retryable = True
