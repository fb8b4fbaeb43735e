"""The parts of settings.py: files with secrets, unknown names, addresses, masking."""
