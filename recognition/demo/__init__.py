"""A made-up history for a database that has none. All of it is drawn from the shapes in `hands`."""
