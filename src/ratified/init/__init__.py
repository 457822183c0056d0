"""A company's own policy repository, written from its answers to twelve questions; nothing of the example is left."""
