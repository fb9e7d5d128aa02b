"""contactdesk.sync.fetcher: the query of one page."""

import pytest

from contactdesk.providers import all_providers
from contactdesk.sync.fetcher import request_params


@pytest.mark.parametrize("provider_id", ["bland", "close", "quo", "askelephant"])
def test_page_size_can_be_reduced(provider_id):
    provider = all_providers()[provider_id]
    params = dict(request_params(provider, {}, None, 7))
    assert params[provider.paging.size_param] == "7"
    params = dict(request_params(provider, {}, None))
    assert params[provider.paging.size_param] == str(provider.paging.size)


def test_no_page_size_is_sent_where_the_vendor_has_none():
    assert request_params(all_providers()["opencx"], {}, "x", 7) == [("cursor", "x")]
