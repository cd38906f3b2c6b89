"""What pages tell machines in the words of https://schema.org, as data for a JSON-LD block."""

from collections.abc import Iterable

from flask import url_for

from app.models import REGIONS
from app.trending.charts import Shelved
from app.trending.lists import RankedList
from app.trending.videos import VideoDetail
from app.web.ages import rfc3339
from app.web.previews import video_preview_url
from app.web.regions import rising_in

_DEMO = "demo"

Data = dict[str, object]


def video_data(detail: VideoDetail) -> Data:
    """A VideoObject; what is not known of the video is left out."""
    facts = detail.facts
    told: Data = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": facts.title,
        "description": f"Where “{facts.title}” is rising, and why.",
        "url": url_for("videos.show", video_id=facts.id, _external=True),
        "thumbnailUrl": video_preview_url(detail),
        "genre": facts.category,
        "inLanguage": facts.language,
    }
    if facts.published_at:
        told["uploadDate"] = rfc3339(facts.published_at)
    if facts.duration_seconds:
        told["duration"] = f"PT{facts.duration_seconds}S"
    if facts.channel_title:
        told["creator"] = {"@type": "Organization", "name": facts.channel_title}
    if facts.views is not None:
        told["interactionStatistic"] = {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "WatchAction"},
            "userInteractionCount": facts.views,
        }
    if facts.source != _DEMO:
        told["sameAs"] = f"https://www.youtube.com/watch?v={facts.id}"
    return {key: value for key, value in told.items() if value is not None}


def list_data(ranked: RankedList, shown: Iterable[Shelved], is_past: bool) -> Data:
    """An ItemList of the places that a page shows, of now or of a time that is past."""
    code = ranked.region_code
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": f"{rising_in(code, is_past)} {REGIONS[code].name}",
        "numberOfItems": len(ranked.entries),
        "itemListOrder": "https://schema.org/ItemListOrderAscending",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": item.entry.rank,
                "name": item.entry.video.title,
                "url": url_for("videos.show", video_id=item.entry.video.id, _external=True),
            }
            for item in shown
        ],
    }
