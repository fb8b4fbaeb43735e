"""HTTP: what stands between the network and the schemas."""
