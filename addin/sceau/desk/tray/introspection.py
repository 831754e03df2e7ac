"""What the tray's two objects offer, in the bus's own language (D-Bus specification,
« Introspection Data Format »): some panels ask before they do anything."""

from __future__ import annotations


def _methods(*methods: tuple[str, str, str]) -> str:
    def arguments(types: str, way: str) -> str:
        return "".join(f'<arg type="{one}" direction="{way}"/>' for one in types.split())

    return "".join(
        f'<method name="{name}">{arguments(given, "in")}{arguments(back, "out")}</method>'
        for name, given, back in methods
    )


def _signals(**signals: str) -> str:
    return "".join(
        f'<signal name="{name}">{"".join(f"""<arg type="{one}"/>""" for one in types.split())}'
        "</signal>"
        for name, types in signals.items()
    )


def _read(**properties: str) -> str:
    return "".join(
        f'<property name="{name}" type="{type}" access="read"/>'
        for name, type in properties.items()
    )


def _node(interface: str, inside: str) -> str:
    standard = (
        '<interface name="org.freedesktop.DBus.Properties">'
        + _methods(("Get", "s s", "v"), ("GetAll", "s", "a{sv}"))
        + "</interface>"
    )
    return f'<node><interface name="{interface}">{inside}</interface>{standard}</node>'


ITEM_XML = _node(
    "org.kde.StatusNotifierItem",
    _read(
        Category="s",
        Id="s",
        Title="s",
        Status="s",
        WindowId="i",
        IconName="s",
        IconPixmap="a(iiay)",
        AttentionIconName="s",
        AttentionIconPixmap="a(iiay)",
        OverlayIconName="s",
        OverlayIconPixmap="a(iiay)",
        ToolTip="(sa(iiay)ss)",
        ItemIsMenu="b",
        Menu="o",
        IconThemePath="s",
    )
    + _methods(
        ("Activate", "i i", ""),
        ("SecondaryActivate", "i i", ""),
        ("ContextMenu", "i i", ""),
        ("Scroll", "i s", ""),
    )
    + _signals(NewTitle="", NewIcon="", NewToolTip="", NewStatus="s"),
)

MENU_XML = _node(
    "com.canonical.dbusmenu",
    _read(Version="u", TextDirection="s", Status="s", IconThemePath="as")
    + _methods(
        ("GetLayout", "i i as", "u (ia{sv}av)"),
        ("GetGroupProperties", "ai as", "a(ia{sv})"),
        ("GetProperty", "i s", "v"),
        ("Event", "i s v u", ""),
        ("EventGroup", "a(isvu)", "ai"),
        ("AboutToShow", "i", "b"),
        ("AboutToShowGroup", "ai", "ai ai"),
    )
    + _signals(LayoutUpdated="u i", ItemsPropertiesUpdated="a(ia{sv}) a(ias)"),
)
