"""Many notes to one consistent whole: links resolved, checks made. Pure."""
