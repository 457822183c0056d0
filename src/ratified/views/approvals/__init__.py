"""Who approved what: the panel, the tables, the lines of time."""
