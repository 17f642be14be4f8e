"""Tables in, tables out: the measures, without plotting or input and output."""
