"""The pages of members: profiles, what one does about another, and the requests to follow."""

from app.web.people import profiles, relations, requests

BLUEPRINTS = (profiles.blueprint, relations.blueprint, requests.blueprint)
