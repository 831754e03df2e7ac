"""The native window of this system: the one place where it is chosen."""

from __future__ import annotations

import sys

from sceau.desk.gtk_window import NoScreenError, NoWebViewError, prepare_environment

if sys.platform == "win32":
    from sceau.desk.webview2_window import WebView2Window as NativeWindow
else:
    from sceau.desk.gtk_window import GtkWindow as NativeWindow

__all__ = ["NativeWindow", "NoScreenError", "NoWebViewError", "prepare_environment"]
