"""A video category, numbered as the YouTube Data API numbers it."""

from sqlalchemy import SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Category(Base):
    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    title: Mapped[str]
