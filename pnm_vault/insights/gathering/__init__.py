"""Events and communities, before and after."""
