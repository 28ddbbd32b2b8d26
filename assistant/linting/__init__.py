"""What `assistant check` has against a pack."""
