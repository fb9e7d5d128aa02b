"""The tree of expected errors. Anything else that is raised is a bug and goes to the excepthook.

Errors carry no sentences for people: `contactdesk.ui.kit.error_words` has them, by `kind` and
`advice`. No error ever holds a key.
"""

from __future__ import annotations

from collections.abc import Mapping


class ContactDeskError(Exception):
    """An error a person is told about. `vendor` and `account` are filled in where they are known.

    `kind` names what happened, `advice` a next step more precise than the kind's own, with
    `details` as its arguments (a whole number is shown with separators). `said` is what the vendor,
    the system or a parser said, bounded and redacted; `references` are the vendor's own names for
    the error ("code", "type", "docs"), for its support.
    """

    retryable = False

    def __init__(
        self,
        kind: str,
        *,
        said: str = "",
        request_id: str = "",
        status: int | None = None,
        advice: str = "",
        details: Mapping[str, str | int] | None = None,
        references: Mapping[str, str] | None = None,
        vendor: str = "",
        account: str = "",
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.said = said
        self.request_id = request_id
        self.status = status
        self.advice = advice
        self.details = dict(details or {})
        self.references = dict(references or {})
        self.vendor = vendor
        self.account = account

    def __str__(self) -> str:
        """One line for a log."""
        head = f"{self.account}: " if self.account else ""
        advice = " ".join((self.advice, *map(str, self.details.values())))
        about = f" ({advice})" if self.advice else ""
        said = f": {self.said}" if self.said else ""
        reference = f" (request {self.request_id})" if self.request_id else ""
        return f"{head}{self.kind}{about}{said}{reference}"


class AccountsFileError(ContactDeskError):
    """accounts.toml cannot be read or written, or would break its rules."""


class KeyProblemError(ContactDeskError):
    """A key that is missing or cannot be used; the user fixes it in the account dialog."""


class KeyRefusedError(KeyProblemError):
    """The vendor rejects this key: 401, 402, 403."""


class KeyMissingError(KeyProblemError):
    """The keyring answered, and has no key for this account."""


class KeyringLockedError(KeyProblemError):
    """The keyring is locked, or its prompt is still open."""

    retryable = True


class NoKeyringError(KeyProblemError):
    """No keyring service, a broken or an unsafe one."""


class KeyTextError(KeyProblemError):
    """The typed or pasted text cannot be a key."""


class NetworkError(ContactDeskError):
    """No answer arrived."""

    retryable = True


class VendorError(ContactDeskError):
    """An answer that cannot be used."""


class RateLimitedError(VendorError):
    """Retried automatically. `retry_after` is in seconds, None if the vendor gave no time."""

    retryable = True

    def __init__(self, retry_after: float | None = None, **rest: object) -> None:
        super().__init__("rate", **rest)  # type: ignore[arg-type]
        self.retry_after = retry_after


class VendorDownError(VendorError):
    """5xx. `retry_after` is in seconds, None if the vendor gave no time."""

    retryable = True

    def __init__(self, retry_after: float | None = None, **rest: object) -> None:
        super().__init__("server", **rest)  # type: ignore[arg-type]
        self.retry_after = retry_after


class UnexpectedReplyError(VendorError):
    """Not JSON, not the declared shape, or a cursor that repeats."""

    retryable = True


class IndexFileError(ContactDeskError):
    """The index is locked, full, damaged, or newer than this version."""

    retryable = True
