"""A register in a layout of our own: written as a spreadsheet, a Word file or JSON for people to read, and read back without a doubt.

`layout` says what stands where, `rows` turns problems into rows, `reading_back` turns rows into problems; the `as_*` modules know one format each.
"""
