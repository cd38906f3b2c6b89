"""The pages: HTML over the domain, one blueprint a page family."""

from apiflask import APIFlask

from app.models import REGIONS
from app.search import highlight
from app.trending import charts, score
from app.web import (
    about,
    accounts,
    ages,
    assets,
    atom,
    avatars,
    dev_mail,
    errors,
    feed,
    for_you,
    identity,
    languages,
    lens,
    linked_data,
    manifest,
    moments,
    movement,
    numbers,
    oembed,
    people,
    pictures,
    posters,
    posts,
    previews,
    receipt_words,
    receipts,
    region_lines,
    regions,
    search,
    settings,
    sitemap,
    sources,
    times,
    trending,
    video_lines,
    videos,
)

_BLUEPRINTS = (
    trending.blueprint,
    times.blueprint,
    lens.blueprint,
    videos.blueprint,
    receipts.blueprint,
    search.blueprint,
    feed.blueprint,
    about.blueprint,
    posters.blueprint,
    avatars.blueprint,
    previews.blueprint,
    atom.blueprint,
    oembed.blueprint,
    sitemap.blueprint,
    manifest.blueprint,
    dev_mail.blueprint,
    *for_you.BLUEPRINTS,
    *posts.BLUEPRINTS,
    *people.BLUEPRINTS,
    *accounts.BLUEPRINTS,
    *settings.BLUEPRINTS,
)
for _blueprint in _BLUEPRINTS:
    errors.handle_domain(_blueprint)

_FILTERS = (
    ages.ago,
    ages.clock,
    ages.day,
    ages.is_stale,
    ages.lag,
    ages.rfc3339,
    ages.short_lag,
    avatars.avatar_url,
    charts.categories,
    charts.languages,
    charts.of_category,
    charts.of_language,
    highlight.excerpt,
    highlight.highlighted,
    languages.language_name,
    linked_data.list_data,
    linked_data.video_data,
    moments.address,
    moments.earlier,
    movement.movement,
    movement.movements,
    numbers.count,
    numbers.duration,
    numbers.exact,
    numbers.points,
    pictures.bands,
    pictures.lanes,
    pictures.rank_line,
    pictures.rank_words,
    pictures.slope,
    pictures.spread,
    pictures.stacks,
    posters.poster_of,
    posters.poster_url,
    previews.chart_preview_url,
    previews.page_preview_url,
    previews.video_preview_url,
    receipt_words.cause_words,
    receipt_words.drop_words,
    region_lines.counts,
    region_lines.ranks,
    region_lines.rows,
    regions.rising_in,
    sources.source_name,
    video_lines.path,
)


def register(app: APIFlask) -> None:
    """Add the pages' blueprints, their filters by the functions' names, and their static files."""
    for blueprint in _BLUEPRINTS:
        blueprint.enable_openapi = False  # type: ignore[attr-defined]  # what APIFlask asks of every blueprint
        app.register_blueprint(blueprint)
    assets.install(app)
    identity.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {function.__name__: function for function in _FILTERS}
    app.jinja_env.globals |= {"regions": REGIONS, "receipt_parts": score.receipt}
