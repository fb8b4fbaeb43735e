"""Configuration, the parts of settings.py: its declaration and what holds a value to be right.

`declaration` of all settings · `checks` of their values · `addresses` checked and masked ·
`environment`: values in files, unknown names · `local_secret` beside an SQLite file · `cluster`:
Citus as set, held against the database · `wrong_setting`, the refusal.
"""
