"""Writing lessons, and what they are made of, in the admin."""
