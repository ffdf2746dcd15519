"""One verb per file: a class built from ports, whose call does it."""
