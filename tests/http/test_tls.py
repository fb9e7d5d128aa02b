"""contactdesk.http.tls: the name of a certificate's issuer."""

import pytest

from contactdesk.http.tls import MAX_ISSUER_LENGTH, issuer_name


def decoded(**names):
    """A certificate as `ssl` decodes it."""
    return {"issuer": tuple(((name, text),) for name, text in names.items())}


@pytest.mark.parametrize(
    ("certificate", "name"),
    [
        (decoded(organizationName="Düsseldorf Proxy GmbH"), "Düsseldorf Proxy GmbH"),
        (decoded(organizationName="Harbor", commonName="Harbor CA 1"), "Harbor CA 1"),
        (decoded(organizationalUnitName="IT"), ""),
        (decoded(), ""),
        ({}, ""),
        (decoded(commonName="a\nb\x1b[31m\u202ex"), "ab[31mx"),
        (decoded(commonName="x" * 500), "x" * MAX_ISSUER_LENGTH),
    ],
)
def test_issuer_name_is_one_short_line(certificate, name):
    assert issuer_name(certificate) == name
