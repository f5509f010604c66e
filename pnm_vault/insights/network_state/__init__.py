"""What the owner's network is like as a whole: size and layers, circles, who holds it together. Never one number."""
