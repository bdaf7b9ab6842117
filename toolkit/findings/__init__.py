"""What is wrong, by which article: the rules, what they are given, and the sentences."""
