# Kolporter in a container: built from the lock with hashes, run as nobody in particular, on a read-only root.
# docs/operations.md tells how to run it; compose.yaml does, with PostgreSQL.
FROM python:3.13-slim AS built
WORKDIR /srv/kolporter
COPY requirements.lock .
RUN python -m venv .venv \
    && .venv/bin/python -m pip install -q --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin kolporter \
    && install -d -o kolporter -g kolporter -m 0700 /data
WORKDIR /srv/kolporter
COPY --from=built /srv/kolporter/.venv .venv
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY main.py LICENSE newspaper.example.toml ./
# The root will be read-only, so what a start would compile is compiled now.
RUN .venv/bin/python -m compileall -q bot handlers storage main.py
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WEB_PORT=8080
USER 10001:10001
# newspaper.toml and, unless DATABASE_URL says otherwise, kolporter.sqlite3 are looked for in the working directory.
VOLUME /data
WORKDIR /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/srv/kolporter/.venv/bin/python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['WEB_PORT'] + '/healthz', timeout=3)"]
ENTRYPOINT ["/srv/kolporter/.venv/bin/python", "/srv/kolporter/main.py"]
CMD ["run"]
