"""What should be met again: how much of it is due, why, and a sitting over it."""
