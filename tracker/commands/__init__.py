"""One module per command of `acuse`; each has `HELP`, `configure(parser)` and `run(args, out)`."""
