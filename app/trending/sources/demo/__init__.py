"""The demo source: an invented world of trending videos, the same for the same seed number."""

from app.trending.sources.demo.world import CHART_LENGTH, DemoSource, world

__all__ = ["CHART_LENGTH", "DemoSource", "world"]
