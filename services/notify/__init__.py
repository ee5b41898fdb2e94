"""NOTIFY: tells citizens and staff what happened, and departments' own systems what concerns them."""
