"""Reports made, cached, verified and compared."""
