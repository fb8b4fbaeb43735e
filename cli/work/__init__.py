"""Work of the commands, imported only when one runs: the database opened, progress shown."""
