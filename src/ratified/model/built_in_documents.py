"""The ids of the documents that govern themselves: who may approve, and how the site looks. It loads nothing."""

AUTHORITY_ID = "AUTHORITY"
SITE_LAYOUT_ID = "SITE-LAYOUT"
