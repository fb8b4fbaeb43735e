"""The parts of settings.py: files with secrets, names nobody knows, addresses, masking."""
