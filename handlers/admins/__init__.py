"""What admins do, one file per thing."""
