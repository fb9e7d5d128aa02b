"""Every way a key can leak from a program like this, and the test that stops it.

The tests are with their subjects; this list keeps them from being lost."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ENOUGH = 20
WHOLE_RUN = "qa/campaigns/test_leaks.test_whole_run_leaves_no_key_and_no_name"

CHANNELS = {
    # into a log
    "the address in httpx's log": "app/test_log.test_httpx_does_not_log_the_address",
    "httpx, httpcore, h2, keyring at their loudest": "app/test_log.test_child_of_a_quiet_logger_is_quiet",
    "hpack's table of headers": "app/test_log.test_debug_header_table_shows_no_key",
    "arguments and tracebacks of a log line": "app/test_log.test_keys_in_arguments_and_tracebacks_are_redacted",
    "a log line that cannot be formatted": "app/test_log.test_record_that_cannot_be_formatted_is_not_printed",
    "asyncio's word of a slow callback": "app/test_log.test_slow_callback_is_named_without_its_key",
    "standard error": "app/test_log.test_standard_error_gets_warnings_only_and_without_keys",
    "the log of requests": "http/test_client.test_rows_are_logged_once_counted",
    # into an error, and from there to the screen
    "a header that cannot be one, in its error": "http/test_client.test_invalid_key_is_not_sent",
    "what was pasted, in its refusal": "profile/test_key_text.test_invalid_key_is_refused_and_not_quoted",
    "the error of a request, and its cause": "http/test_client_replies.test_fault",
    "an error of the keyring": "profile/test_keyring_failures.test_every_keyring_error_is_mapped_and_holds_no_key",
    "a vendor that quotes the key": "http/test_error_reply.test_vendor_message_contains_no_part_of_the_key",
    "the details of a notice": "ui/browser/test_banner.test_details_hold_no_key",
    "a report of a bug, with its values": "ui/window/test_bug_report.test_a_report_tells_where_and_hides_keys",
    "an unsafe address, in its refusal": "profile/test_base_url.test_unsafe_address_is_refused_and_not_quoted",
    # over the network
    "the address of a request, its other headers": "http/test_client.test_the_key_is_sent_in_one_header_only",
    "a redirect": "http/test_client_servers.test_no_redirect_is_followed",
    "a path that is another server's": "http/test_client_servers.test_path_cannot_lead_to_another_server",
    "an address without TLS, or with the key as its user": "http/test_client_servers.test_unsafe_address_is_refused",
    "a server whose certificate is not trusted": "sync/test_faults.test_refused_certificate_gets_no_request_and_no_retry",
    "the look at that certificate": "http/test_client_proxies.test_tls_inspection_names_the_issuer",
    "a proxy": "http/test_client_proxies.test_proxy_is_used_and_never_sees_the_key",
    "a proxy for loopback": "http/test_client_proxies.test_proxy_is_not_used_for_loopback",
    "cookies": "http/test_client.test_no_cookie_is_kept",
    "netrc": "http/test_client.test_netrc_is_ignored",
    "TLS secrets in $SSLKEYLOGFILE": "security/test_hardening.test_tls_secrets_are_not_logged",
    # to other programs of the same user
    "arguments, environment and clipboard of a whole run": WHOLE_RUN,
    "the environment of the process": "security/test_hardening.test_same_user_cannot_read_the_environment",
    "a core file": "security/test_hardening.test_crash_leaves_no_core_and_prints_no_values",
    "copying out of the field": "ui/accounts/test_dialog.test_the_field_stays_a_password",
    "the field over AT-SPI": "qa/blackbox/test_blackbox.test_screen_reader_can_add_accounts_and_read_errors",
    "what a keyring shows while it is locked": "profile/test_keyring_secret_service.test_locked_keyring_shows_nothing_personal",
    # onto the disk
    "accounts.toml": "ui/accounts/test_dialog.test_a_key_is_tried_and_saved",
    "settings, index, exports, temporary files of a whole run": WHOLE_RUN,
    "a keyring that keeps nothing, or in clear": "profile/test_keyring_choice.test_unsafe_keyring_is_refused",
    "what is left of a removed account": "profile/test_removal.test_removed_account_leaves_no_trace_and_others_stay",
}


@pytest.mark.parametrize("named", sorted(set(CHANNELS.values())))
def test_every_channel_has_a_test(named):
    module, _, name = named.rpartition(".")
    assert f"def {name}(" in (TESTS / f"{module}.py").read_text("utf-8")


def test_no_channel_is_dropped():
    assert len(CHANNELS) >= ENOUGH
