"""One machine without Docker: broker, gateway and services as processes under `supervisor`, all inside one `var/`."""
