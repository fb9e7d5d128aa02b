"""The search language in words: problems, completions, explanations and the help."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from contactdesk.records.blocks import Place
from contactdesk.search.explain import Explanation
from contactdesk.search.fields import DIFFERENCES, HAS_VALUES
from contactdesk.search.query import Query, QueryProblem

translate = QCoreApplication.translate


def _tr(text: str) -> str:
    return translate("query_words", text)


# Under the search field


def problems_words(query: Query) -> str:
    """What of a query was not understood, and what happens instead; "" if nothing."""
    return " · ".join(map(_problem, query.problems))


def _problem(problem: QueryProblem) -> str:
    sentences = _searched_as_text()
    if problem.excluded:
        sentences |= _not_excluded()
    return sentences[problem.kind].format(value=problem.value)


def _searched_as_text() -> dict[str, str]:
    """By kind of problem; what is not understood is a text then."""
    return {
        "unknown-field": _tr('Unknown field "{value}" – searching as text'),
        "no-value": _tr("Type a value after {value}:"),
        "bad-date": _tr('"{value}" isn\'t a valid date or age – searching as text'),
        "bad-has": _tr(
            '"{value}" can\'t follow has: – searching as text. Try email, phone, memory…'
        ),
        "bad-is": _tr('"{value}" can\'t follow is: – searching as text. Try is:favorite'),
        "bad-count": _tr('"{value}" isn\'t a whole number – searching as text. Try 0, >2 or 1..5'),
        "bad-linked": _tr(
            '"{value}" can\'t follow linked: – searching as text. Try yes, no, >2 or 2..5'
        ),
        "bad-maybe": _tr('"{value}" can\'t follow maybe: – searching as text. Try yes or no'),
        "bad-differs": _tr(
            '"{value}" can\'t follow differs: – searching as text. Try name, email, phone…'
        ),
        "bad-behind": _tr('"{value}" isn\'t a valid age – searching as text. Try >30d or <1w'),
        "bad-priority": _tr(
            '"{value}" isn\'t a known priority – searching as text. Try urgent, high, medium…'
        ),
        "bad-changed": _tr(
            '"{value}" isn\'t a valid date, age or field name – searching as text.'
            " Try <7d, new, email or fact.plan"
        ),
        "bad-comparison": _tr('"{value}" has neither a number nor a date – searching as text'),
        "no-words": _tr('"{value}" has no letters or digits to search for'),
        "bad-key": _tr('"{value}" isn\'t a valid field name – searching as text'),
        "empty-quotes": _tr("Type something between the quotes"),
        "open-quote": _tr("The closing quote is missing"),
    }


def _not_excluded() -> dict[str, str]:
    """By kind of problem with a term that was to be excluded."""
    return {
        "unknown-field": _tr('Unknown field "{value}" – to exclude a text, put it in quotes'),
        "bad-date": _tr('"{value}" isn\'t a valid date or age'),
        "bad-has": _tr('"{value}" can\'t follow has:. Try email, phone, memory…'),
        "bad-key": _tr('"{value}" isn\'t a valid field name'),
        "bad-is": _tr('"{value}" can\'t follow is:. Try is:favorite'),
        "bad-count": _tr('"{value}" isn\'t a whole number. Try 0, >2 or 1..5'),
        "bad-linked": _tr('"{value}" can\'t follow linked:. Try yes, no, >2 or 2..5'),
        "bad-maybe": _tr('"{value}" can\'t follow maybe:. Try yes or no'),
        "bad-differs": _tr('"{value}" can\'t follow differs:. Try name, email, phone…'),
        "bad-behind": _tr('"{value}" isn\'t a valid age. Try >30d or <1w'),
        "bad-priority": _tr('"{value}" isn\'t a known priority. Try urgent, high, medium…'),
        "bad-changed": _tr(
            '"{value}" isn\'t a valid date, age or field name. Try <7d, new, email or fact.plan'
        ),
        "bad-comparison": _tr('"{value}" has neither a number nor a date'),
    }


# Under the search field while typing


def completion_words(kind: str, name: str) -> str:
    """What a completion searches for; "" for a plain value."""
    if kind == "field":
        return field_words().get(name, "")
    if kind == "is":
        return _tr("contacts that you marked as favorites")
    if kind in ("linked", "maybe", "differs", "behind"):
        return _person_words(kind).get(name, "")
    if kind == "changed":
        return changed_words().get(name, "")
    return has_words().get(name, "") if kind == "has" else ""


def field_words() -> dict[str, str]:
    return {
        "name": _tr("name"),
        "email": _tr("e-mail address"),
        "phone": _tr("phone number, in any format"),
        "company": _tr("company"),
        "title": _tr("title or role"),
        "id": _tr("the vendor's ID"),
        "account": _tr("account label"),
        "vendor": _tr("vendor"),
        "in": _tr("vendor of any of a person's contacts"),
        "linked": _tr("number of a person's contacts"),
        "maybe": _tr("contacts that may be of the same person"),
        "differs": _tr("what a person's contacts disagree on"),
        "behind": _tr("how far an agent is behind other vendors"),
        "said": _tr("messages in conversations"),
        "memory": _tr("summaries and facts of memories"),
        "fact": _tr("facts of memories"),
        "open": _tr("open items, by words or by number"),
        "priority": _tr("priority of an open item"),
        "entity": _tr("entities of memories"),
        "persona": _tr("persona or agent number, by nickname too"),
        "memories": _tr("number of memories"),
        "empty": _tr("persona or agent number that remembers nothing"),
        "custom": _tr("custom field"),
        "tag": _tr("your tags"),
        "note": _tr("your notes"),
        "is": _tr("your favorites"),
        "has": _tr("contacts that have a value"),
        "talked": _tr("date of the last talk in memories"),
        "created": _tr("date created"),
        "updated": _tr("date updated"),
        "changed": _tr("what a refresh found changed, by when, kind or field"),
    }


def _person_words(field: str) -> dict[str, str]:
    """What the values of a field about a person mean; none for a plain number or age."""
    return {
        "linked": {
            "yes": _tr("people with two or more contacts"),
            "no": _tr("people with a single contact"),
        },
        "maybe": {
            "yes": _tr("contacts that may be of the same person as another"),
            "no": _tr("contacts without such a hint"),
        },
        "differs": difference_words()
        | {
            "yes": _tr("people whose contacts disagree on anything"),
            "no": _tr("people whose contacts disagree on nothing"),
        },
        "behind": {
            "yes": _tr("people of whom an agent missed newer activity"),
            "no": _tr("all other people"),
        },
    }[field]


def difference_words() -> dict[str, str]:
    """What the contacts of a person may disagree on."""
    return {
        "name": _tr("name"),
        "email": _tr("e-mail address"),
        "phone": _tr("phone number"),
        "company": _tr("company"),
        "role": _tr("title or role"),
        "time_zone": _tr("time zone"),
        "channel": _tr("preferred channel"),
        "consent": _tr("whether they want messages"),
    }


def has_words() -> dict[str, str]:
    return {
        "name": _tr("a name"),
        "email": _tr("an e-mail address"),
        "phone": _tr("a phone number"),
        "company": _tr("a company"),
        "title": _tr("a title"),
        "said": _tr("messages"),
        "memory": _tr("a memory"),
        "fact": _tr("facts"),
        "open": _tr("open items"),
        "entity": _tr("entities"),
        "persona": _tr("a persona"),
        "custom": _tr("custom fields"),
    }


def changed_words() -> dict[str, str]:
    return {
        "new": _tr("contacts that came after the first load"),
        "gone": _tr("contacts that were gone and came back"),
        "field": _tr("any field"),
        "fact": _tr("facts added, changed or dropped"),
        "open": _tr("open items opened, changed or closed"),
        "message": _tr("messages in conversations"),
        "memory": _tr("memories added or dropped"),
    }


# Beside a contact that matched


def place_words(place: Place) -> str:
    """A place of a contact: "Open item · Memory 2"."""
    return " · ".join(filter(None, place))


def explanation_words(found: Explanation) -> str:
    """Where a query matched: "Message (3 matches) · persona-sales" or "Name and 23 more"."""
    if not found.places:
        return ""
    (part, item), others = found.places[0], len(found.places) - 1
    if others:
        part = _tr("{place} and {count} more").format(place=part, count=QLocale().toString(others))
    elif found.matches_at_first > 1:
        count = found.matches_at_first
        part = translate("query_words", "{place} (%Ln match(es))", "", count).format(place=part)
    return place_words(Place(part, item))


# The help


HelpRows = tuple[tuple[str, str], ...]


def help_rows() -> HelpRows:
    """(example, what it finds) of the whole search language."""
    return (
        *_word_rows(),
        *_field_rows(),
        *_memory_rows(),
        *_person_rows(),
        *_user_rows(),
        *_stored_rows(),
    )


def _word_rows() -> HelpRows:
    return (
        ("anna sales", _tr("both words, in any field; a word may be just its beginning")),
        ('"call me back"', _tr("this exact phrase")),
        (
            "obrien  mueller",
            _tr("O'Brien and Müller, too: separators inside words and umlauts may differ"),
        ),
        ("-test", _tr("without this word; put − before any term to exclude it")),
        ("anna berlin OR paris", _tr("anna, and berlin or paris: OR joins the terms next to it")),
        (
            "anna AND NOT berlin",
            _tr("the same as anna -berlin; with nothing to join, AND, OR and NOT are words"),
        ),
        (
            "Jane Doe <jane@acme.com>",
            _tr("this e-mail address; pasted recipients, mailto: and tel: links are understood"),
        ),
    )


def _field_rows() -> HelpRows:
    return (
        ("name:ana  email:acme.com", _tr("in the name, in an e-mail address")),
        ('name:"ana maria"', _tr("quotes around a value with spaces")),
        (
            "phone:8(495)123-45-67",
            _tr(
                "a phone number however it is written: +7 495 1234567; also with an extension, x12"
            ),
        ),
        ("company:acme  title:cto", _tr("company, title or role")),
        ("id:cont_123", _tr("the vendor's ID")),
        ("account:sales  vendor:quo", _tr("account label, vendor")),
        ("said:refund", _tr("messages in conversations")),
        ("memory:invoice", _tr("summaries and facts of memories")),
        ("fact.time_zone:paris", _tr("the fact with this name")),
        ("custom.plan:gold", _tr("the custom field with this name")),
        (
            "custom.renewal:2025-03",
            _tr("its date, by year, month or day; custom.vip:yes for a yes or no"),
        ),
        (
            "fact.age:>30  custom.renewal:<2026-12-01",
            _tr(
                "a number or a date that is compared, also by <=, >= and 1..9; of several values,"
                " one is enough"
            ),
        ),
        ("open:invoice", _tr("open items")),
        (
            "entity:order  persona:anna",
            _tr("entities of memories, such as orders; persona or agent number, by nickname too"),
        ),
    )


def _memory_rows() -> HelpRows:
    return (
        ("open:>2  memories:0", _tr("more than two open items; no memories")),
        (
            "priority:high",
            _tr("an open item of this priority; priority:>=medium for this one or a higher one"),
        ),
        ("talked:<7d", _tr("last talk in the last 7 days; dates work as for created:")),
        ("empty:anna", _tr("this persona or agent number has a memory, but remembers nothing")),
    )


def _person_rows() -> HelpRows:
    return (
        (
            "in:bland  -in:close",
            _tr("people with a contact at the first vendor, and with none at the second"),
        ),
        ("in:>1  in:1", _tr("people at several vendors; people at one vendor only")),
        (
            "linked:>2  maybe:yes",
            _tr(
                "people with more than two contacts; contacts that may be of the same person, but"
                " aren't linked"
            ),
        ),
        (
            "differs:email",
            _tr("people whose contacts disagree on this: {values}").format(
                values=", ".join(DIFFERENCES)
            ),
        ),
        (
            "behind:>30d",
            _tr(
                "an agent's last talk is more than 30 days older than the newest activity at another"
                " vendor"
            ),
        ),
    )


def _user_rows() -> HelpRows:
    return (
        ("tag:vip  note:birthday", _tr("your own tags and notes")),
        ("is:favorite", _tr("your favorites")),
    )


def _stored_rows() -> HelpRows:
    return (
        (
            "has:email  -has:phone",
            _tr("contacts with a value, or without: {values}").format(values=", ".join(HAS_VALUES)),
        ),
        ("has:custom.plan", _tr("contacts with this custom field; facts work the same way")),
        (
            "created:2025-01..2025-03",
            _tr("January to March 2025; also 2025, 2025-01-31, 2025.., today"),
        ),
        ("created:>2025-01-01", _tr("after a day; also <, >= and <=")),
        (
            "updated:<30d",
            _tr("in the last 30 days; > for longer ago; h, d, w, m (30 days) or y"),
        ),
        (
            "changed:<7d  changed:new",
            _tr(
                "changed since an earlier load on this computer, as seen in the last 7 days; new"
                " since the first load"
            ),
        ),
        (
            "changed:email  changed:fact",
            _tr(
                "an e-mail address, or any fact, changed; also open, message, memory, and the name"
                " of any field, such as fact.plan"
            ),
        ),
        ("changed.email:<7d", _tr("an e-mail address that changed in the last 7 days")),
    )
