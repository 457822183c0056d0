"""What a landing changed in the governed documents, in words."""
