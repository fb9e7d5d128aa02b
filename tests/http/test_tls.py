"""contactdesk.http.tls: who issued a certificate, read from its own bytes."""

import ssl

import pytest
import trustme

from contactdesk.http.tls import issuer_name

LEAF = ssl.PEM_cert_to_DER_cert(
    trustme.CA(organization_name="Düsseldorf Proxy GmbH")
    .issue_cert("localhost")
    .cert_chain_pems[0]
    .bytes()
    .decode()
)


def test_the_issuer_is_named():
    assert issuer_name(LEAF) == "Düsseldorf Proxy GmbH"


@pytest.mark.parametrize("end", range(0, len(LEAF) - 1, 7))
def test_half_a_certificate_has_no_issuer(end):
    assert issuer_name(LEAF[:end]) == ""


@pytest.mark.parametrize("at", range(0, 200, 3))
def test_a_damaged_certificate_raises_nothing(at):
    assert isinstance(issuer_name(LEAF[:at] + b"\xff\x84\xff\xff" + LEAF[at + 4 :]), str)


def test_a_name_is_one_short_line():
    ca = trustme.CA(organization_name="a\nb\x1b[31m" + "x" * 50)
    der = ssl.PEM_cert_to_DER_cert(ca.issue_cert("x").cert_chain_pems[0].bytes().decode())
    assert issuer_name(der).startswith("ab[31mxx")
