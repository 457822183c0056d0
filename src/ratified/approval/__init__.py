"""Pure: landings, and the authority at each, to verdicts."""
