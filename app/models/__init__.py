"""The tables, one noun a file, with their named queries."""

from app.models.account_token import AccountToken, Purpose, RecoveryCode, ServiceToken
from app.models.capture import Capture, ChartEntry
from app.models.category import Category
from app.models.channel import Channel
from app.models.comment import Comment
from app.models.deck import DeckFeedback, DeckPosition, DeckSeen, FeedbackKind, HiddenChannel
from app.models.follow import Follow, FollowRequest
from app.models.hiding import Block, Mute, MutedWord, MutedWordAction
from app.models.idempotency_key import IdempotencyKey
from app.models.like import PostLike, VideoLike
from app.models.mail import Mail
from app.models.post import Post, PostVersion
from app.models.ranking import Ranking, RankingEntry
from app.models.region import Region
from app.models.save import PostSave, VideoSave
from app.models.taste import InterestKind, OverrideState, TasteOverride, TasteSettings
from app.models.user import HeldUsername, Role, User, login_select
from app.models.user_session import RefreshToken, UserSession
from app.models.video import Video
from app.models.watch import Watch, WatchKind
from app.regions import REGIONS

__all__ = [
    "REGIONS",
    "AccountToken",
    "Block",
    "Capture",
    "Category",
    "Channel",
    "ChartEntry",
    "Comment",
    "DeckFeedback",
    "DeckPosition",
    "DeckSeen",
    "FeedbackKind",
    "Follow",
    "FollowRequest",
    "HeldUsername",
    "HiddenChannel",
    "IdempotencyKey",
    "InterestKind",
    "Mail",
    "Mute",
    "MutedWord",
    "MutedWordAction",
    "OverrideState",
    "Post",
    "PostLike",
    "PostSave",
    "PostVersion",
    "Purpose",
    "Ranking",
    "RankingEntry",
    "RecoveryCode",
    "RefreshToken",
    "Region",
    "Role",
    "ServiceToken",
    "TasteOverride",
    "TasteSettings",
    "User",
    "UserSession",
    "Video",
    "VideoLike",
    "VideoSave",
    "Watch",
    "WatchKind",
    "login_select",
]
