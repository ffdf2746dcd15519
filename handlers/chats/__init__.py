"""What admins of groups and channels do: let us in, choose for all, put us out."""
