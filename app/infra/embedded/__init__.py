"""PostgreSQL and Valkey from Python wheels: real servers on unix sockets, shared by every command on one data folder.

Each server runs under a small supervisor process (`supervisor.py`) that stops it when nobody holds a lease on it any
more (`lease.py`). A lease is a file lock, so the kernel gives it back even after `kill -9`.
"""
