"""The edge: walking, reading, caching, writing, watching. The only room with a disk and a clock."""
