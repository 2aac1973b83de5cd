"""How people sign in, prove that it is they, and look after their own account."""
