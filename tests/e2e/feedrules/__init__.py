"""The rules of `check_feed.py`, one file for each format and one for what they share."""
