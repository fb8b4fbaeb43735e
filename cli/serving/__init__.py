"""The server and the worker: the port, the start, the welcome and the processes."""
