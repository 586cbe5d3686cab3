# Checks of the house rules that run as tests.
