"""A filled site to look at: people who do not exist, and what they learned.

model.py      who answers what how: an item-response model, without Django
answers.py    an outcome as what a form would send, without Django
diary.py      who sits down when, and to which quiz, without Django
people.py     names and addresses, all at demo.example, without Django
history.py    plays it through the actions that the pages use
"""
