"""The gradio theme: our colours and a system font, nothing from the network. The rest of the look is in assets/stijl.css."""

import gradio as gr

FONT = ("Inter", "Segoe UI", "system-ui", "-apple-system", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
PLAIN = {"block_border_width": "0px", "block_shadow": "none"}
COLOURS = {
    "body_background_fill": "var(--rg-grond)",
    "body_text_color": "var(--rg-inkt)",
    "body_text_color_subdued": "var(--rg-zacht)",
    "block_background_fill": "transparent",
    "block_label_text_color": "var(--rg-inkt)",
    "block_info_text_color": "var(--rg-zacht)",
    "border_color_primary": "var(--rg-lijn)",
    "input_background_fill": "var(--rg-vlak)",
    "input_border_color": "var(--rg-rand)",
    "input_placeholder_color": "var(--rg-zacht)",
    "button_primary_background_fill": "var(--rg-accent)",
    "button_primary_background_fill_hover": "var(--rg-accent-diep)",
    "button_primary_text_color": "var(--rg-op-accent)",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "var(--rg-accent-licht)",
    "button_secondary_text_color": "var(--rg-inkt)",
    "button_secondary_text_color_hover": "var(--rg-accent)",
    "color_accent_soft": "var(--rg-accent-licht)",
    "background_fill_primary": "var(--rg-vlak)",
    "background_fill_secondary": "var(--rg-grond)",
}
"""Variables of stijl.css, which are light or dark themselves."""


def theme() -> gr.themes.Base:
    """A plain theme, the same in light and dark: the variables make the difference."""
    plain: gr.themes.Base = gr.themes.Base(font=list(FONT), font_mono=["ui-monospace", "Consolas", "monospace"], radius_size="md")
    dark = {f"{name}_dark": value for name, value in COLOURS.items()}
    return plain.set(**PLAIN, **COLOURS, **dark, color_accent="var(--rg-accent)")
