"""Hostile and mutated feeds, in numbers that tests have no time for: `make fuzz`."""
