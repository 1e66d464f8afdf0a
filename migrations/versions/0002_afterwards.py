"""What follows an incident: promises with their reminders, corrective actions, reviews, amends, departures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _new_tables()
    _new_columns()
    _rows_that_stood_there()


def _new_tables() -> None:
    op.create_table(
        "homes",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user", name=op.f("pk_homes")),
    )
    op.create_table(
        "settings",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", name=op.f("pk_settings")),
    )
    op.create_table(
        "departures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("told_by", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("processes", sa.Text(), nullable=False),
        sa.Column("departments", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("for_management", sa.Text(), nullable=False),
        sa.Column("wants_to_talk", sa.Boolean(), nullable=False),
        sa.Column("second_chance", sa.Boolean(), nullable=False),
        sa.Column("may_contact_again", sa.Boolean(), nullable=False),
        sa.Column("farewell_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("farewell_by", sa.String(length=32), nullable=True),
        sa.Column("stays_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stays_by", sa.String(length=32), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacted_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacted_again_by", sa.String(length=32), nullable=True),
        sa.Column("client_said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_departures_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
    )
    with op.batch_alter_table("departures") as batch:
        batch.create_index(
            "ix_departures_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch.create_index(batch.f("ix_departures_workspace_id_client_id"), ["workspace_id", "client_id"], unique=False)

    op.create_table(
        "warnings",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_warnings_client_id")),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", name=op.f("pk_warnings")),
    )
    with op.batch_alter_table("warnings") as batch:
        batch.create_index(
            "ix_warnings_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("departure_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=24), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("how_we_know", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("verifier", sa.String(length=32), nullable=True),
        sa.Column("verify_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_actions_client_id")),
        sa.ForeignKeyConstraint(["departure_id"], ["departures.id"], name=op.f("fk_actions_departure_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_actions_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    with op.batch_alter_table("actions") as batch:
        batch.create_index(batch.f("ix_actions_departure_id"), ["departure_id"], unique=False)
        batch.create_index(
            "ix_actions_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch.create_index(batch.f("ix_actions_incident_id"), ["incident_id"], unique=False)
        batch.create_index(
            batch.f("ix_actions_workspace_id_owner_state"), ["workspace_id", "owner", "state"], unique=False
        )
        batch.create_index(
            batch.f("ix_actions_workspace_id_state_due_on"), ["workspace_id", "state", "due_on"], unique=False
        )
        batch.create_index(
            batch.f("ix_actions_workspace_id_state_settled_at"), ["workspace_id", "state", "settled_at"], unique=False
        )

    op.create_table(
        "amends",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("acquisition_cents", sa.BigInteger(), nullable=False),
        sa.Column("margin_cents", sa.BigInteger(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("error_cents", sa.BigInteger(), nullable=False),
        sa.Column("option", sa.String(length=24), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("client_said", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_amends_client_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_amends_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amends")),
    )
    with op.batch_alter_table("amends") as batch:
        batch.create_index(
            "ix_amends_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch.create_index(batch.f("ix_amends_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("failed", sa.Text(), nullable=False),
        sa.Column("whys", sa.JSON(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("drafts", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_by", sa.String(length=32), nullable=True),
        sa.Column("offered_to", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_reviews_client_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_reviews_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_reviews_incident_id")),
    )
    with op.batch_alter_table("reviews") as batch:
        batch.create_index(
            "ix_reviews_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch.create_index(
            batch.f("ix_reviews_workspace_id_finished_at"), ["workspace_id", "finished_at"], unique=False
        )

    op.create_table(
        "review_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_comments_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
        sa.UniqueConstraint("review_id", "user", name=op.f("uq_review_comments_review_id_user")),
    )
    op.create_table(
        "satisfactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_score", sa.Integer(), nullable=True),
        sa.Column("client_words", sa.Text(), nullable=False),
        sa.Column("team_score", sa.Integer(), nullable=True),
        sa.Column("team_words", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("team_by", sa.String(length=32), nullable=True),
        sa.Column("team_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_satisfactions_client_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_satisfactions_incident_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_satisfactions_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfactions")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_satisfactions_notice_id")),
    )
    with op.batch_alter_table("satisfactions") as batch:
        batch.create_index(
            "ix_satisfactions_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch.create_index(batch.f("ix_satisfactions_incident_id"), ["incident_id"], unique=False)
        batch.create_index(
            batch.f("ix_satisfactions_workspace_id_client_id"), ["workspace_id", "client_id"], unique=False
        )


def _new_columns() -> None:
    with op.batch_alter_table("commitments") as batch:
        batch.add_column(sa.Column("made_by", sa.String(length=32), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("rung", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch.add_column(sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch.alter_column("incident_id", existing_type=sa.INTEGER(), nullable=True)
        batch.create_index(
            "ix_commitments_due",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch.create_index(
            batch.f("ix_commitments_workspace_id_client_id_state"), ["workspace_id", "client_id", "state"], unique=False
        )
        batch.create_index(
            batch.f("ix_commitments_workspace_id_owner_settled_at"),
            ["workspace_id", "owner", "settled_at"],
            unique=False,
        )
        batch.create_index(
            batch.f("ix_commitments_workspace_id_state_due_at"), ["workspace_id", "state", "due_at"], unique=False
        )
        batch.create_index(
            batch.f("ix_commitments_workspace_id_state_settled_at"),
            ["workspace_id", "state", "settled_at"],
            unique=False,
        )
        batch.create_unique_constraint(batch.f("uq_commitments_replaces_id"), ["replaces_id"])

    with op.batch_alter_table("incidents") as batch:
        batch.add_column(
            sa.Column("never_event_name", sa.String(length=200), server_default=sa.text("''"), nullable=False)
        )
        batch.add_column(sa.Column("search", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("no_prevention_reason", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("review_wanted", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_index(
            batch.f("ix_incidents_workspace_id_created_at"), ["workspace_id", "created_at"], unique=False
        )

    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("commitment_id", sa.Integer(), nullable=True))
        batch.create_index(batch.f("ix_notices_workspace_id_deadline"), ["workspace_id", "deadline"], unique=False)
        batch.create_foreign_key(batch.f("fk_notices_commitment_id"), "commitments", ["commitment_id"], ["id"])

    with op.batch_alter_table("proofs") as batch:
        batch.create_index(batch.f("ix_proofs_workspace_id_told_at"), ["workspace_id", "told_at"], unique=False)

    with op.batch_alter_table("timeline") as batch:
        batch.create_index(
            "ix_timeline_action_failed",
            ["workspace_id", "at"],
            unique=False,
            sqlite_where=sa.text("kind = 'action_failed'"),
            postgresql_where=sa.text("kind = 'action_failed'"),
        )


def _rows_that_stood_there() -> None:
    # Promises made before there were reminders: whoever made them is their owner, and the open ones are looked at next.
    op.execute("UPDATE commitments SET made_by = owner")
    op.execute("UPDATE commitments SET next_at = due_at WHERE state = 'open'")
    # The defaults were for the rows that stood there; new ones say it themselves.
    with op.batch_alter_table("commitments") as batch:
        batch.alter_column("made_by", existing_type=sa.String(length=32), server_default=None)
        batch.alter_column("rung", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("incidents") as batch:
        batch.alter_column("never_event_name", existing_type=sa.String(length=200), server_default=None)
        batch.alter_column("no_prevention_reason", existing_type=sa.Text(), server_default=None)
        batch.alter_column("review_wanted", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("search", existing_type=sa.Text(), server_default=None)
    # One kind for all messages that are drawn anew; those of an older version that still waited are let go.
    op.execute("UPDATE deliveries SET state = 'dropped' WHERE kind = 'refresh_report' AND state = 'waiting'")
    op.execute("UPDATE deliveries SET kind = 'refresh' WHERE kind = 'refresh_report'")
