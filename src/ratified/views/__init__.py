"""Ready views for pages: every text escaped once, here, so that layout can put it anywhere."""

from ratified.views.escape import Safe, escape
from ratified.views.macros import APPROVALS, CLOCKS, VIEWS, view
from ratified.views.page_context import PageContext, UnknownNameError
from ratified.views.site_map import PageLink, SiteMap, make_site_map

__all__ = [
    "APPROVALS",
    "CLOCKS",
    "VIEWS",
    "PageContext",
    "PageLink",
    "Safe",
    "SiteMap",
    "UnknownNameError",
    "escape",
    "make_site_map",
    "view",
]
