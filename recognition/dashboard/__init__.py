"""What the dashboard in the admin tells: counts, accuracy, confusion, drift, the reviewers' agreement."""
