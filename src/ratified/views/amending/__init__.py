"""What changed and how to change it: amendments, texts as they were, the route of a pull request."""
