"""What notify's HTTP takes and gives: a file for messages, one for subscriptions."""
