"""The MongoDB adapter: one database a service on a replica set, a transaction a group of works, several processes.

pymongo is imported by this package alone, and only after eventlet has patched the process.
"""
