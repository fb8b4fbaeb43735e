"""Addresses that no webhook is sent to, however they are written (R16.1)."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.refusals import Invalid
from services.rules.events.addresses import why_refused
from services.rules.events.endpoint_url import read_target

OURS = (
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::8.8.8.8",
    "64:ff9b:1::1", "2001::1", "2001:0:53aa:64c::1", "2001:db8::1", "2002:7f00:1::1",
    "2002:808:808::1", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "100::1", "5f00::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "2606:4700::1111")


@pytest.mark.parametrize("address", OURS)
def test_an_address_of_our_own_networks_is_refused(address: str) -> None:
    assert why_refused(ip_address(address), is_sandbox=False) is not None


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_fine(address: str) -> None:
    assert why_refused(ip_address(address), is_sandbox=False) is None


@pytest.mark.parametrize("address", OURS)
def test_a_sandbox_has_this_machine_besides_and_nothing_else(address: str) -> None:
    """A v4 address within a v6 one is refused there too."""
    is_here = address.startswith("127.") or address == "::1"

    assert (why_refused(ip_address(address), is_sandbox=True) is None) == is_here


@given(st.ip_addresses(v=4))
def test_no_address_that_python_calls_private_is_sent_to(address: object) -> None:
    """An independent list of the same networks."""
    found = ip_address(str(address))

    refused = why_refused(found, is_sandbox=False) is not None

    assert refused or (found.is_global and not found.is_multicast and not found.is_reserved)


@given(st.ip_addresses(v=4))
def test_no_v4_address_hides_in_a_v6_one(address: object) -> None:
    number = int(ip_address(str(address)))
    for hidden in (
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{address}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1",
        f"2001:0:{number >> 16:x}:{number & 0xFFFF:x}::1",
    ):
        assert why_refused(ip_address(hidden), is_sandbox=False) is not None


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://shop.example", "shop.example", 443, "/"),
        ("HTTPS://Shop.Example:443/a?b=c&d", "shop.example", 443, "/a?b=c&d"),
        ("https://shop.example:8443/hooks", "shop.example", 8443, "/hooks"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", 443, "/"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/"),
    ],
)
def test_the_url_of_an_endpoint_is_read(url: str, host: str, port: int, path: str) -> None:
    target = read_target(url, is_sandbox=False, path=())

    assert (target.host, target.port, target.path) == (host, port, path)


BAD = (
    "", " ", "shop.example", "//shop.example", "http://shop.example", "ftp://shop.example",
    "javascript:alert(1)", "file:///etc/passwd", "https://", "https:///x", "https://user@shop.example",
    "https://user:pass@shop.example", "https://@shop.example", "https://shop.example/#part",
    "https://shop.example/a b", "https://shop.example\n/x", "https://shop.example\\@127.0.0.1",
    "https://shop.example:99999", "https://shop.example:x", "https://shop.example:22",
    "https://shop.example:80", "https://shop.example:0", "https://localhost", "https://LOCALHOST.",
    "https://a.localhost/", "https://127.0.0.1", "https://[::1]", "https://[::ffff:8.8.8.8]",
    "https://10.0.0.1", "https://169.254.169.254/latest/meta-data", "https://[fe80::1%25eth0]/",
    "https://b\xfccher.example", "https://shop..example", "https://-shop.example",
    f"https://shop.example/{'x' * 2048}",
)  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_a_url_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        read_target(url, is_sandbox=False, path=("url",))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/x", "http://localhost", "https://[::1]"])
def test_a_sandbox_has_receivers_on_this_machine(url: str) -> None:
    assert read_target(url, is_sandbox=True, path=()).origin


@pytest.mark.parametrize("url", ["http://10.0.0.1", "http://[::ffff:127.0.0.1]", "ftp://localhost"])
def test_a_sandbox_has_no_others(url: str) -> None:
    with pytest.raises(Invalid):
        read_target(url, is_sandbox=True, path=())
