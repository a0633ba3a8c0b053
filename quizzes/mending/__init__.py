"""What a learner missed and has not put right yet: the list, and its practice."""
