"""The way of one mail, from the click on Send to the copy in Sent: it wires the rooms together."""
