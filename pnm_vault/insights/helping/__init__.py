"""Who can help with what, who helped whom, and what one could do for whom."""
