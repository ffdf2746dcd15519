"""Values and decisions: standard library only, nothing awaits, `now` is always a parameter."""
