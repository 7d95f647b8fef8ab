"""Settings, environment and start-up; nothing else."""
