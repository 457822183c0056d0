"""How this company lays out two tables by itself: examples of how one is rendered and restyled.

A function here that has the name of a macro takes the place of the engine's; take it away, and the engine's is back. It
gets a view, every text of which is escaped already, for HTML and for Markdown, and returns one line of HTML. For macros
of another name write `define_env(env)`, as mkdocs-macros has it.
"""

from .escalation import escalation_matrix
from .severity import severity_table

VIEWS = 1
"""The version of what these functions receive. The engine says so where it gives another one."""

__all__ = ["VIEWS", "escalation_matrix", "severity_table"]
