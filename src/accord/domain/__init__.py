"""What Accord knows. Plain Python: no Django, no clock, no input or output."""
