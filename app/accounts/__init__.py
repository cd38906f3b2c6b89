"""Accounts: sign-up, recovery, logins and what they prove; pages and JSON share these functions."""
