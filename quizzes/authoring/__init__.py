"""Writing questions, cases and quizzes in the admin, and trying them out."""
