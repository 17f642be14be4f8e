"""Arrays in, estimates out: variances, intervals, permutations and corrections."""
