"""What the recorder is made of: the reference, the tree of files, the handlers, the cases."""
