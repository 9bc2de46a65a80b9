"""What people would pay, as pure numbers: prices named or accepted go in, curves and their points come out."""
