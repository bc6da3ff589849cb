"""What was trained and ships: each artefact in a folder of its own, named as its trainer is.

A folder ``qa/models/NAME`` holds what ``python -m training NAME --data DIR`` wrote, and a
``manifest.json`` that says what it was made from. ``qa.models.artefact`` loads it.
"""
