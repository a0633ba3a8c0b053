"""A learner at a question: what the page shows, what is sent, what comes back."""
