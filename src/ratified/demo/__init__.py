"""What writes a repository: the demo company."""
