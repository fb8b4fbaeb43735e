"""Reading the ledger, without locks: how accounts stand, their history, their chains."""
