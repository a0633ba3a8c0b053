"""A practice that learners put together themselves."""
