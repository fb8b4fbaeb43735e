"""Writing to the ledger: account books, opened with locks and written in few statements."""
