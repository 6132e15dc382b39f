"""How Alembic reaches the database: as the owner of the tables, with those of every room."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marac.schema import metadata

engine = create_engine(context.config.attributes["url"], poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
