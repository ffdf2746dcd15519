"""What editors do, one file per thing."""
