"""The package that talks to git: the only code that starts a process."""
