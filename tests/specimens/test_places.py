"""Invented addresses and authorities."""

import re

import numpy as np

from hmtocr.specimens.places import districts, in_half, invent_address, invent_authority


def test_districts_cover_the_mainland() -> None:
    assert len(districts()) > 400
    assert len({d.province for d in districts()}) == 31
    assert len({d.city for d in districts()}) > 90


def test_addresses_fit_the_permit_and_look_like_addresses() -> None:
    rng = np.random.default_rng(1)
    addresses = [invent_address(rng) for _ in range(300)]
    assert all(10 <= len(a) <= 35 for a in addresses)
    assert all(re.fullmatch(r"[\u4e00-\u9fff0-9A-Z-]+", a) for a in addresses)
    assert sum(any(c.isdigit() for c in a) for a in addresses) == 300
    assert len({a[:6] for a in addresses}) > 80


def test_authorities_are_police_organs_of_at_most_fifteen_characters() -> None:
    rng = np.random.default_rng(2)
    authorities = {invent_authority(rng) for _ in range(300)}
    assert all(len(a) <= 15 for a in authorities)
    assert all(a.endswith(("公安局", "分局")) for a in authorities)
    assert len(authorities) > 150


def test_the_halves_share_nothing() -> None:
    rng = np.random.default_rng(3)
    even = {invent_authority(rng, "even") for _ in range(300)}
    odd = {invent_authority(rng, "odd") for _ in range(300)}
    assert not even & odd
    address = invent_address(rng, "odd")
    assert in_half(address, "odd")
    assert not in_half(address, "even")
    assert in_half(address, "all")
