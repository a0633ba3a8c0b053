"""What each kind of question does with an answer, one module a kind.

Pure: imports nothing from Django. `quizzes/grading.py` chooses the module; each one
has the functions of `Kind` in `quizzes/kinds/base.py`.
"""
