"""Asking a population: the whole library over the projection's folder, child bucket by child bucket, without a database."""
