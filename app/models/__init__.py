"""The tables, one noun a file, with their named queries."""

from app.models.account_token import AccountToken, Purpose, RecoveryCode, ServiceToken
from app.models.capture import Capture, ChartEntry
from app.models.category import Category
from app.models.channel import Channel
from app.models.mail import Mail
from app.models.ranking import Ranking, RankingEntry
from app.models.region import REGIONS, Region
from app.models.user import HeldUsername, Role, User, login_select
from app.models.user_session import RefreshToken, UserSession
from app.models.video import Video

__all__ = [
    "REGIONS",
    "AccountToken",
    "Capture",
    "Category",
    "Channel",
    "ChartEntry",
    "HeldUsername",
    "Mail",
    "Purpose",
    "Ranking",
    "RankingEntry",
    "RecoveryCode",
    "RefreshToken",
    "Region",
    "Role",
    "ServiceToken",
    "User",
    "UserSession",
    "Video",
    "login_select",
]
