"""The command line: one verb a file, plain values in, an exit code out. The only place that prints."""
