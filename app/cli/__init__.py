"""The commands of `flask`, and the launcher of bin/serve, which imports nothing that its work does not need."""
