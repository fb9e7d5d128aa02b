"""Every way a key is known to have leaked from a program like this, each with the test that stops it.

The tests stand where their subjects are; this list keeps them from being lost."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ENOUGH = 20
WHOLE_RUN = "qa/campaigns/test_leaks.test_a_whole_run_leaves_no_key_and_no_name"

CHANNELS = {
    # into a log
    "the address in httpx's log": "app/test_log.test_httpx_does_not_log_the_address",
    "httpx, httpcore, h2, keyring at their loudest": "app/test_log.test_a_child_of_a_quiet_logger_is_quiet",
    "hpack's table of headers": "app/test_log.test_a_debugging_header_table_shows_no_key",
    "arguments and tracebacks of a log line": "app/test_log.test_keys_are_taken_from_arguments_and_tracebacks",
    "a log line that cannot be formatted": "app/test_log.test_a_record_that_cannot_be_formatted_is_not_shown",
    "asyncio's word of a slow callback": "app/test_log.test_a_slow_callback_is_named_without_its_key",
    "standard error": "app/test_log.test_standard_error_gets_warnings_only_and_without_keys",
    "the log of requests": "http/test_client.test_rows_are_logged_when_they_are_counted",
    # into an error, and from there to the screen
    "a header that cannot be one, in its error": "http/test_client.test_text_that_cannot_be_a_key_is_not_sent",
    "what was pasted, in its refusal": "profile/test_key_text.test_what_cannot_be_a_key_is_refused_without_being_told",
    "the error of a request, and what stands behind it": "http/test_client_replies.test_fault",
    "an error of the keyring": "profile/test_keyring_failures.test_an_error_of_any_kind_is_mapped_and_holds_no_key",
    "a vendor that quotes the key": "http/test_error_reply.test_no_word_holds_the_key_or_half_of_it",
    "the details of a notice": "ui/browser/test_banner.test_details_hold_no_key",
    "a report of a bug, with its values": "ui/window/test_bug_report.test_a_report_tells_where_and_hides_keys",
    "an unsafe address, in its refusal": "profile/test_account_addresses.test_an_unsafe_address_is_refused_and_not_repeated",
    # over the network
    "the address of a request, its other headers": "http/test_client.test_the_key_is_sent_in_one_header_only",
    "a redirect": "http/test_client_servers.test_no_redirect_is_followed",
    "a path that is another server's": "http/test_client_servers.test_a_path_cannot_lead_to_another_server",
    "an address without TLS, or with the key as its user": "http/test_client_servers.test_addresses_that_are_not_safe",
    "a server whose certificate is not trusted": "sync/test_faults.test_a_certificate_that_is_refused_sees_no_request_and_is_not_tried_again",
    "the look at that certificate": "http/test_client_proxies.test_a_proxy_that_reads_along_is_named",
    "a proxy": "http/test_client_proxies.test_a_proxy_is_used_and_never_sees_the_key",
    "a proxy for loopback": "http/test_client_proxies.test_a_proxy_is_not_asked_for_loopback",
    "cookies": "http/test_client.test_no_cookie_is_kept",
    "netrc": "http/test_client.test_netrc_gives_nobody_a_key",
    "TLS secrets in $SSLKEYLOGFILE": "security/test_hardening.test_tls_secrets_are_not_logged",
    # to other programs of the same user
    "arguments, environment and clipboard of a whole run": WHOLE_RUN,
    "the environment of the process": "security/test_hardening.test_the_same_user_cannot_read_the_environment",
    "a core file": "security/test_hardening.test_a_crash_leaves_no_core_and_tells_no_values",
    "copying out of the field": "ui/accounts/test_dialog.test_the_field_stays_a_password",
    "the field over AT-SPI": "qa/blackbox/test_blackbox.test_a_screen_reader_adds_accounts_and_is_told_of_trouble",
    "what a keyring shows while it is locked": "profile/test_keyring_secret_service.test_a_locked_keyring_shows_nothing_of_a_person",
    # onto the disk
    "accounts.toml": "ui/accounts/test_dialog.test_a_key_is_tried_and_saved",
    "settings, index, exports, temporary files of a whole run": WHOLE_RUN,
    "a keyring that keeps nothing, or in clear": "profile/test_keyring_choice.test_an_unsafe_keyring_is_refused",
    "what is left of a removed account": "profile/test_removal.test_removed_account_leaves_no_trace_and_others_stay",
}


@pytest.mark.parametrize("named", sorted(set(CHANNELS.values())))
def test_every_channel_has_its_test(named):
    module, _, name = named.rpartition(".")
    assert f"def {name}(" in (TESTS / f"{module}.py").read_text("utf-8")


def test_no_channel_is_dropped_quietly():
    assert len(CHANNELS) >= ENOUGH
