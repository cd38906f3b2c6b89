"""Videos from files: CSV tables of known families, pages of the YouTube Data API, lists of titles."""
