"""Which record of this year is which row of last year's register.

names     what a name says once spelling is set aside, and which tokens forbid to take two names for one group
pairs     proof: filing number, group number, unit and name; and the same name under another number
suggest   what looks alike among the rest: shown with its evidence, decided by a person
"""
