"""Which addresses are anybody's, and which lead into networks that a caller must not reach through this server."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is reached."""
_REFUSED: tuple[IPv4Network | IPv6Network, ...] = (
    *map(
        IPv4Network,
        (
            "168.63.129.16/32",  # public by number, yet the platform's own in every Azure network: metadata, agents
            "192.0.0.0/24",  # IETF's, RFC 6890; Oracle Cloud's metadata among it. Python before 3.13 calls it global
            "192.88.99.0/24",  # relays of 6to4, RFC 7526
        ),
    ),
    *map(
        IPv6Network,
        (
            "::/96",  # IPv4-compatible, RFC 4291 2.5.5.1; ::1 among them
            "64:ff9b:1::/48",  # NAT64 for private use, RFC 8215
            "2001::/32",  # Teredo, RFC 4380
            "2002::/16",  # 6to4, RFC 3056
            "3fff::/20",  # documentation, RFC 9637
            "5f00::/16",  # segment routing inside one network, RFC 9602
            "fec0::/10",  # site-local, RFC 3879
        ),
    ),
)


def is_public(text: str) -> bool:
    """Whether an address is one that anybody on the internet may connect to.

    Not so: private, loopback, link-local (cloud metadata among them), multicast, reserved and unspecified ones, the
    carrier's own (100.64.0.0/10), and IPv6 forms that wrap an IPv4 address which is not public. Tunnels (6to4, Teredo)
    are refused whatever they wrap. Source: the IANA special-purpose address registries (RFC 6890), as `ipaddress` has
    them.

    >>> is_public("8.8.8.8"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::a00:1")
    (True, False, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        inner = _wrapped(address)
        if inner is not None:
            return _is_public(inner)
    return _is_public(address)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if any(address in net for net in _REFUSED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
