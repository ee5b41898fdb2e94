"""Pages: what people see of a service, beside what programs call; one look, strict headers, no script in the page."""
