"""Addresses that no webhook is sent to: those of our own networks, however written (R16.1)."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

# Said in full rather than by `is_global`, which knows more with each version of Python.
_REFUSED_V4: Final = tuple(
    (IPv4Network(network), name)
    for network, name in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a provider"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_REFUSED_V6: Final = tuple(
    (IPv6Network(network), name)
    for network, name in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "IPv4 in IPv6"),
        ("::ffff:0:0/96", "IPv4 in IPv6"),
        ("64:ff9b::/96", "IPv4 in IPv6"),
        ("64:ff9b:1::/48", "IPv4 in IPv6"),
        ("2001::/32", "IPv4 in IPv6"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "IPv4 in IPv6"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
    )
)


def why_refused(address: IPv4Address | IPv6Address, *, is_sandbox: bool) -> str | None:
    """Return what keeps us from sending to an address, None for nothing.

    In a sandbox this machine's own, written plainly, are fine: receivers are tried there.
    """
    if is_sandbox and address.is_loopback:
        return None
    if isinstance(address, IPv4Address):
        return next((name for network, name in _REFUSED_V4 if address in network), None)
    plain = IPv6Address(int(address))  # without a scope
    found = next((name for network, name in _REFUSED_V6 if plain in network), None)
    return found or (None if plain in _GLOBAL_UNICAST else "reserved")
