"""Questions besides the check: what would break, what shows that clauses are kept, reaffirmations, new records."""
