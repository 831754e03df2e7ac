"""The icon in the notification area: its state in words, its picture, its menu, and the bus."""
