"""Ready views for pages: every text escaped once, here, so that layout can put it anywhere."""

from ratified.present.atlas import Atlas, Link, make_atlas
from ratified.present.escape import Safe, escape
from ratified.present.outlook import Outlook, UnknownNameError
from ratified.present.views import APPROVALS, CLOCKS, VIEWS, view

__all__ = [
    "APPROVALS",
    "CLOCKS",
    "VIEWS",
    "Atlas",
    "Link",
    "Outlook",
    "Safe",
    "UnknownNameError",
    "escape",
    "make_atlas",
    "view",
]
