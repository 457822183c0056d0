"""Questions about the records of incidents and exercises."""
