"""Item analysis of quizzes: how the questions did, not how the learners did.

Pure: imports nothing from Django. `analysis.py` analyses a form that all learners
answered, `drawn.py` quizzes that asked each learner something else, `options.py` one
question's options; `display.py` says how much of it may be shown of so many learners.

One form for every number: None where it is not defined, and never NaN or a guess.
Sums are `math.fsum`, so the order of learners and items changes no bit.
"""
