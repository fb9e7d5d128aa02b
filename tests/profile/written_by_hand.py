"""An accounts.toml as a person writes one: with comments, and with more in it than is known."""

from __future__ import annotations

import pytest

from contactdesk.profile.accounts import Accounts

BY_HAND = """\
# Accounts of the support team
profile = "9be0"
theme = "ours"    # not known to contactdesk

[[account]]
id = "3f1c"          # stays
provider = "bland"
label = "Support EU" # the old one
color = "blue"

# The second one is for sales.
[[account]]
id = "77aa"
provider = 'close'
label = "Sales"
base_url = "https://proxy.example.com/close"
keyring = "keyring.backends.SecretService.Keyring"

[[account]]
id = "0001"
provider = "sixth-vendor"
label = "From the future"

[other]
deep = { kept = [1, 2] }
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "accounts.toml"


@pytest.fixture
def by_hand(path):
    path.write_text(BY_HAND)
    return Accounts.load(path)
