"""Background work: what a job is, and the child process for jobs that load TensorFlow."""
