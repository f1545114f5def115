"""The parts of `verify.py`, the program that travels inside an evidence bundle.

They import nothing but the standard library and each other, and run on Python 3.8; `reports.bundles.program` joins them
into one file. Their words are for whoever opens a bundle years later, so they are Chinese.
"""
