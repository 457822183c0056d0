"""Who holds what, who is on call, who is in command."""
