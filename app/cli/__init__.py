"""The commands of `flask`, one file each."""

from apiflask import APIFlask


def register(app: APIFlask) -> None:
    from app.cli import fetch, jobs, seed, tokens, trending, users, videos

    app.cli.add_command(trending.group)
    videos.group.add_command(fetch.fetch)
    app.cli.add_command(videos.group)
    app.cli.add_command(seed.seed)
    app.cli.add_command(jobs.group)
    app.cli.add_command(users.group)
    app.cli.add_command(tokens.group)
