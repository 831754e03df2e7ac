"""What only Windows has: named pipes, jobs, the foreground, the registry, the notification area."""
