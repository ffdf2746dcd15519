"""PostgreSQL keeps the numbers of an article's stems instead of the words; SQLite never kept any."""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0110"
branch_labels = None
depends_on = None

_BATCH = 1000

# The cost is nearly true, and keeps the planner from making all vectors anew instead of reading the index.
VECTOR = """
CREATE FUNCTION article_vector(id bigint, words bytea) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
DECLARE
    found text[] := ARRAY['w' || id / 1024];
    number bigint := 0;
    gap bigint := 0;
    shift int := 0;
    byte int;
BEGIN
    FOR place IN 0 .. length(words) - 1 LOOP
        byte := get_byte(words, place);
        gap := gap | ((byte & 127)::bigint << shift);
        IF byte < 128 THEN
            number := number + gap;
            found := array_append(found, number::text);
            gap := 0;
            shift := 0;
        ELSE
            shift := shift + 7;
        END IF;
    END LOOP;
    RETURN array_to_tsvector(found);
END $$
"""
OLD_VECTOR = (
    "CREATE FUNCTION article_vector(words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT COST 10000"
    " AS 'BEGIN RETURN array_to_tsvector(string_to_array(words, '' '')); END'"
)
UNPACKED = """
CREATE FUNCTION pg_temp.unpacked(row_id bigint, row_words bytea) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', '__w' || row_id / 1024, string_agg(stem, ' ')) FROM article_stems
    WHERE number = ANY(ARRAY(
        SELECT lexeme::int FROM unnest(tsvector_to_array(article_vector(row_id, row_words))) AS lexeme
        WHERE lexeme NOT LIKE 'w%'
    ))
$$
"""
INDEX = "CREATE INDEX ix_article_words_text ON article_words USING gin"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX ix_article_words_text")
    op.execute("DROP FUNCTION article_vector(text)")
    # Compared byte by byte, so that the index finds beginnings, whatever language the server speaks.
    op.execute(
        'CREATE TABLE article_stems (stem text COLLATE "C" CONSTRAINT pk_article_stems PRIMARY KEY,'
        " number int NOT NULL GENERATED ALWAYS AS IDENTITY)"
    )
    op.execute("CREATE TEMPORARY TABLE packed (id bigint PRIMARY KEY, words bytea) ON COMMIT DROP")
    _pack()
    op.execute(
        "CREATE FUNCTION pg_temp.packed_of(bigint) RETURNS bytea LANGUAGE sql"
        " AS 'SELECT words FROM pg_temp.packed WHERE id = $1'"
    )
    op.execute("ALTER TABLE article_words ALTER COLUMN words TYPE bytea USING pg_temp.packed_of(id)")
    op.execute("DROP FUNCTION pg_temp.packed_of(bigint)")
    op.execute("DROP TABLE pg_temp.packed")
    op.execute(VECTOR)
    op.execute(f"{INDEX} (article_vector(id, words))")
    # It would unpack thousands of rows to learn what the planner is told anyway: the index is cheaper.
    op.execute("ALTER INDEX ix_article_words_text ALTER COLUMN 1 SET STATISTICS 0")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX ix_article_words_text")
    op.execute("CREATE INDEX of_numbers ON article_stems (number)")
    op.execute(UNPACKED)
    op.execute("ALTER TABLE article_words ALTER COLUMN words TYPE text USING pg_temp.unpacked(id, words)")
    op.execute("DROP FUNCTION pg_temp.unpacked(bigint, bytea)")
    op.execute("DROP FUNCTION article_vector(bigint, bytea)")
    op.execute("DROP TABLE article_stems")
    op.execute(OLD_VECTOR)
    op.execute(f"{INDEX} (article_vector(words))")


def _pack() -> None:
    """Number the stems in the order in which articles brought them."""
    connection = op.get_bind()
    known: dict[str, int] = {}
    last = 0
    following = sa.text("SELECT id, words FROM article_words WHERE id > :last ORDER BY id LIMIT :batch")
    while rows := connection.execute(following, {"last": last, "batch": _BATCH}).all():
        last = rows[-1].id
        packed = []
        for row in rows:
            stems = [stem for stem in row.words.split(" ") if stem and not stem.startswith("__w")]
            numbers = {known.setdefault(stem, len(known) + 1) for stem in stems}
            packed.append({"id": row.id, "words": _packed(numbers)})
        connection.execute(sa.text("INSERT INTO packed VALUES (:id, :words)"), packed)
    add = sa.text(
        "INSERT INTO article_stems (stem, number) OVERRIDING SYSTEM VALUE SELECT stem, number"
        " FROM unnest(CAST(:stems AS text[])) WITH ORDINALITY AS stems(stem, number)"
    )
    connection.execute(add, {"stems": list(known)})
    go_on = "SELECT setval(pg_get_serial_sequence('article_stems', 'number'), :next, false)"
    connection.execute(sa.text(go_on), {"next": len(known) + 1})


def _packed(numbers: set[int]) -> bytes:
    """See storage/stems.py."""
    found, before = bytearray(), 0
    for number in sorted(numbers):
        gap, before = number - before, number
        while gap > 127:
            found.append(gap & 127 | 128)
            gap >>= 7
        found.append(gap)
    return bytes(found)
