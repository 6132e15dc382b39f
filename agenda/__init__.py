"""The meeting itself: who comes, what is heard in which order, what is said and agreed, and its minutes."""
