"""Questions about the roster: who holds a role, who is on call, and how escalation reaches them."""
