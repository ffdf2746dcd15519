"""What readers do, one file per thing."""
