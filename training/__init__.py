"""How everything under ``qa/models`` is made; nothing of it runs in the product."""
