"""At the end of a lesson: a few questions to check oneself by."""
