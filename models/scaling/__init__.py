"""Scaling: tables split into partitions or spread over a Citus cluster, by customer (R18.1)."""
