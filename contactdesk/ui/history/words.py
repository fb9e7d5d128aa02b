"""What the history of a contact says."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.history.diff import Difference
from contactdesk.history.kinds import FIELD, GONE, NEW, TIME
from contactdesk.index import Version
from contactdesk.ui.kit import text
from contactdesk.ui.kit.change_words import change_words, noticed_tip, one_kind_words
from contactdesk.ui.kit.wording import moment_words, translate


def noticed_words(version: Version) -> str:
    """When a version was first seen here: that is not when the vendor made it."""
    return moment_words(version.since) or translate("history", "Oldest record kept")


def what_words(version: Version) -> str:
    """What changed with a version."""
    if version.since is None:
        return ""
    return change_words(version.kinds, version.fields)


def tip_words(version: Version) -> str:
    if version.since is None:
        return translate("history", "When the vendor made this record is not known here")
    return "\n".join((noticed_tip(version.since), what_words(version)))


def state_words(versions: Sequence[Version]) -> str:
    """What the tab says above its list."""
    if not versions:
        return translate("history", "No record of this contact is kept.")
    newest = versions[0]
    if newest.until is not None:
        words = translate("history", "Gone: not found since {moment}. Its last record is kept.")
        return words.format(moment=moment_words(newest.until))
    if len(versions) > 1:
        return ""
    if NEW in newest.kinds:
        words = translate("history", "First seen here {moment}. No changes noticed since then.")
        return words.format(moment=moment_words(newest.since))
    return translate(
        "history",
        "No changes noticed so far. Each refresh compares this record with the one before.",
    )


def compared_words(old: Version | None, new: Version) -> str:
    """The caption above the differences."""
    if old is None:
        if NEW in new.kinds:
            words = translate("history", "First seen here {moment}: there is no earlier record.")
            return words.format(moment=moment_words(new.since))
        return translate("history", "This is the oldest record kept: there is no earlier one.")
    if old.since is None:
        words = translate("history", "From the oldest record kept to {new}")
        return words.format(new=moment_words(new.since))
    words = translate("history", "From {old} to {new}")
    return words.format(old=moment_words(old.since), new=moment_words(new.since))


def no_difference_words(differences: Sequence[Difference]) -> str:
    """Why no difference is listed."""
    if differences:
        return translate("history", "Only times differ.")
    return translate("history", "Nothing differs except the order of items.")


def heading_words(difference: Difference) -> str:
    """The part of the record that a value is in: agent, section and item."""
    parts = (difference.agent, difference.section, difference.heading)
    return " · ".join(filter(None, map(text.line, parts)))


def label_words(difference: Difference) -> str:
    """What a difference is of: "E-mail", "Fact added: time zone"."""
    label = text.line(difference.label)
    if difference.kind in (FIELD, TIME, NEW, GONE):
        return label or translate("history", "Record")
    words = one_kind_words(difference.kind)
    if not label:
        return words
    return (
        translate("history", "{what}: {label}").replace("{what}", words).replace("{label}", label)
    )
