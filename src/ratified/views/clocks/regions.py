"""Whose law a clock of the catalogue is, from its id: `eu-gdpr-33` is of the Union, `us-ca-ag` of California."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.catalogue import clock_catalogue

if TYPE_CHECKING:
    from ratified.model.notifications import Clock

_REGIONS = {
    "au": "Australia",
    "br": "Brazil",
    "ca": "Canada",
    "ch": "Switzerland",
    "cn": "China",
    "eu": "European Union",
    "in": "India",
    "jp": "Japan",
    "kr": "South Korea",
    "sg": "Singapore",
    "uk": "United Kingdom",
    "us": "United States",
    "us-al": "Alabama",
    "us-az": "Arizona",
    "us-ca": "California",
    "us-co": "Colorado",
    "us-ct": "Connecticut",
    "us-de": "Delaware",
    "us-fl": "Florida",
    "us-in": "Indiana",
    "us-la": "Louisiana",
    "us-md": "Maryland",
    "us-me": "Maine",
    "us-nm": "New Mexico",
    "us-ny": "New York",
    "us-oh": "Ohio",
    "us-ok": "Oklahoma",
    "us-or": "Oregon",
    "us-pr": "Puerto Rico",
    "us-ri": "Rhode Island",
    "us-sd": "South Dakota",
    "us-tn": "Tennessee",
    "us-tx": "Texas",
    "us-vt": "Vermont",
    "us-wa": "Washington",
    "us-wi": "Wisconsin",
}


def region(clock: Clock) -> str | None:
    """The region by name; None for what is no law of a place, and for a clock of the company's own."""
    if clock.id not in {one.id for one in clock_catalogue().clocks}:
        return None
    first, _, rest = clock.id.partition("-")
    return _REGIONS.get(f"{first}-{rest.partition('-')[0]}") or _REGIONS.get(first)
