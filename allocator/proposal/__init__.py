"""The decision proposal, its memorandum, the letters and the spreadsheet: one content, thin writers."""
