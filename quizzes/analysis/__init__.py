"""Item analysis of what learners of this site answered: pooled, and without names.

`collecting.py` asks the database, `forms.py`, `versions.py` and `remarks.py` are rules
without Django over `quizzes/statistics/`, `of_quiz.py` and `of_question.py` put a page
together, `checkups.py` keeps the list of questions that need attention.
"""
