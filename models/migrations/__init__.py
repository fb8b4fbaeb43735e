"""The database's history, one file per step; models/ddl.py says how to write one."""
