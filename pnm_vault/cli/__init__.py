"""One command a file: parse the arguments, call the pipeline, print."""
