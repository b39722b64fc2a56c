"""The processes of one machine: a Redis of our own, web, workers and beat, started and watched together."""
