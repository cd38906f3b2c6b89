"""The pages of posts: reading them, writing them, comments under them, and what members like and save."""

from app.web.posts import comments, marks, reading, writing

BLUEPRINTS = (reading.blueprint, writing.blueprint, comments.blueprint, marks.blueprint)
