"""Wagtail's admin without inline scripts, which the content security policy forbids.

What a widget wants started stands in a `<template>`, and `static/admin/widgets.js` starts it. The templates of the
date fields and of inline panels are overridden in `templates/wagtailadmin/`; choosers write theirs in Python, so that
method is replaced here. To be dropped with the version that closes https://github.com/wagtail/wagtail/issues/1288.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser

START = '{}<template data-start-widget="{}" data-arguments="{}"></template>'


def render_without_script(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    if not attrs or "id" not in attrs:
        raise TypeError("A chooser cannot be rendered without an 'id' attribute")
    value_data = self.get_value_data(value)
    arguments = json.dumps([attrs["id"], self.get_js_init_options(attrs["id"], name, value_data)])
    return format_html(START, self.render_html(name, value_data, attrs), self.js_constructor, arguments)


def use_templates() -> None:
    BaseChooser.render = render_without_script
