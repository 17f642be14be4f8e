"""Where steps run: in other processes of this machine, or on a Spark cluster."""
