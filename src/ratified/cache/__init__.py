"""What an earlier run left, for this account alone: read only while nobody else can write where it lies."""
