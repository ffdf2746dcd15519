"""Pictures of numbers. What draws them takes 70 MB, so it lives in a process of its own, for one picture."""

from bot.charts.process import ChartDrawer, can_draw

__all__ = ["ChartDrawer", "can_draw"]
