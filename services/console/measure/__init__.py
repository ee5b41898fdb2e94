"""What is read from outside: histograms of the services, CPU and memory of the processes."""
