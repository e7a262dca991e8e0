"""The look of the page: one accent colour, system fonts, light and dark; and where its scripts are."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

import gradio as gr

from ssp_core.assets import ASSETS
from ssp_core.drawing.colours import FONT, MONO

ICON = ASSETS / "icon.svg"
JS = ASSETS / "js"

TEAL = gr.themes.Color(
    c50="#eef8f6",
    c100="#d9efec",
    c200="#b4ded9",
    c300="#84c8c1",
    c400="#4fada5",
    c500="#1f8d86",
    c600="#0b746e",
    c700="#0a5f5a",
    c800="#0b4b48",
    c900="#0c3c3a",
    c950="#06201f",
)
SLATE = gr.themes.Color(
    c50="#f8f9f8",
    c100="#f1f3f2",
    c200="#e2e6e5",
    c300="#cbd2d1",
    c400="#93a1a3",
    c500="#64737a",
    c600="#4c5a62",
    c700="#33424a",
    c800="#1b262b",
    c900="#141d21",
    c950="#0e1518",
)


# Texts and fainter texts, light and dark.
INK = ("#17232a", "#e6ecee")
FAINT = ("#52616a", "#a3b3ba")

# From 13 px: what is smaller cannot be read from the back of a class.
TEXT = gr.themes.Size("13px", "13px", "14px", "15px", "16px", "22px", "26px", name="text_readable")


class Paper(gr.themes.Base):
    """Off-white paper and ink by day, deep slate by night, teal for whatever can be acted on."""

    def __init__(self) -> None:
        super().__init__(
            primary_hue=TEAL,
            secondary_hue=TEAL,
            neutral_hue=SLATE,
            spacing_size=gr.themes.sizes.spacing_md,
            radius_size=gr.themes.sizes.radius_md,
            text_size=TEXT,
            font=gr.themes.Font("sans-serif"),
            font_mono=gr.themes.Font("monospace"),
        )
        # Set after the fact: the theme quotes every family name, and a quoted generic family is no longer generic.
        self.font = FONT
        self.font_mono = MONO
        self.set(
            body_background_fill="#f7f7f4",
            body_background_fill_dark="#0e1518",
            body_text_color=INK[0],
            body_text_color_dark=INK[1],
            body_text_color_subdued=FAINT[0],
            body_text_color_subdued_dark=FAINT[1],
            background_fill_primary="#ffffff",
            background_fill_primary_dark="#161f24",
            background_fill_secondary="#f7f7f4",
            background_fill_secondary_dark="#121a1e",
            border_color_primary="#dfe3e1",
            border_color_primary_dark="#2a373d",
            color_accent_soft="*primary_50",
            color_accent_soft_dark="#16302f",
            link_text_color="*primary_600",
            link_text_color_dark="*primary_300",
            block_background_fill="transparent",
            block_background_fill_dark="transparent",
            block_border_width="0px",
            block_border_width_dark="0px",
            block_shadow="none",
            block_padding="0px",
            block_radius="10px",
            block_label_text_size="*text_sm",
            block_title_text_size="*text_sm",
            block_title_text_weight="600",
            block_title_text_color="*body_text_color",
            block_title_text_color_dark="*body_text_color",
            block_info_text_size="*text_sm",
            layout_gap="14px",
            form_gap_width="14px",
            input_background_fill="#ffffff",
            input_background_fill_dark="#0f171b",
            input_border_color="#c6cecc",
            input_border_color_dark="#36464d",
            input_border_color_focus="*primary_600",
            input_border_color_focus_dark="*primary_300",
            input_border_width="1px",
            input_placeholder_color="#66747b",
            input_placeholder_color_dark="#8a9ba3",
            input_radius="8px",
            button_primary_background_fill="*primary_600",
            button_primary_background_fill_hover="*primary_700",
            button_primary_background_fill_dark="*primary_300",
            button_primary_background_fill_hover_dark="*primary_200",
            button_primary_text_color="#ffffff",
            button_primary_text_color_dark="#06201f",
            button_secondary_background_fill="#ffffff",
            button_secondary_background_fill_hover="*primary_50",
            button_secondary_background_fill_dark="#1b262b",
            button_secondary_background_fill_hover_dark="#16302f",
            button_secondary_border_color="#c6cecc",
            button_secondary_border_color_dark="#36464d",
            button_border_width="1px",
            button_large_radius="8px",
            button_small_radius="7px",
            button_large_text_weight="600",
            slider_color="*primary_600",
            slider_color_dark="*primary_300",
            checkbox_label_background_fill="#ffffff",
            checkbox_label_background_fill_dark="#161f24",
            checkbox_label_border_color="#c6cecc",
            checkbox_label_border_color_dark="#36464d",
            checkbox_label_background_fill_selected="*primary_50",
            checkbox_label_background_fill_selected_dark="#16302f",
            checkbox_label_border_color_selected="*primary_600",
            checkbox_label_border_color_selected_dark="*primary_300",
            checkbox_background_color_selected="*primary_600",
            checkbox_background_color_selected_dark="*primary_400",
        )


@cache
def js_path() -> str:
    """The relative address of the scripts; it changes with them, so a browser may keep what it has."""
    digest = sha256()
    for path in sorted(JS.glob("*.js")):
        digest.update(path.read_bytes())
    return f"ssp/js/{digest.hexdigest()[:12]}"
