"""What an earlier run left, or this one keeps: sealed, so that nobody else's answer is believed."""
