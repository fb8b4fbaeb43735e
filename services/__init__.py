"""Services: what the shop can do, a module per use case, one public function per transaction."""
