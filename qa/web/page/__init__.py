"""The page: Gradio components, their events, and what they show."""
