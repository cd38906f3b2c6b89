"""The tables, one noun a file, with their named queries."""

from app.models.capture import Capture, ChartEntry
from app.models.category import Category
from app.models.channel import Channel
from app.models.ranking import Ranking, RankingEntry
from app.models.region import REGIONS, Region
from app.models.video import Video

__all__ = ["REGIONS", "Capture", "Category", "Channel", "ChartEntry", "Ranking", "RankingEntry", "Region", "Video"]
