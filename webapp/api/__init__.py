"""The JSON API for people's own programs: the same queries, actions and permissions as the pages, under /api/v1.

An operation is declared once (`operation.py`): a handler, the models of what it takes and gives, the scope a token needs. From the same
declaration come the address, the checks of what is sent, and the OpenAPI document.
"""
