"""A policy in the forms that each system's management takes, all made from one description."""
