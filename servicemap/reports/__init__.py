"""What coordinators see of the map as a whole: how much there is, how fresh, what is wrong."""
