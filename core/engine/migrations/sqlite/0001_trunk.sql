-- The project leads every key. Times are milliseconds since 1970.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    project        TEXT NOT NULL,
    id             TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    config         TEXT NOT NULL,
    config_version INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (project, user_id);

-- Former configs of a session; the live one is in `session`.
CREATE TABLE session_config (
    project    TEXT NOT NULL,
    session_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    config     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (project, session_id, version),
    FOREIGN KEY (project, session_id) REFERENCES session (project, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE session_token (
    project    TEXT NOT NULL,
    hash       BLOB NOT NULL,
    session_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (project, hash),
    FOREIGN KEY (project, session_id) REFERENCES session (project, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX session_token_session ON session_token (project, session_id);

CREATE TABLE auth_config (
    project    TEXT NOT NULL,
    id         TEXT NOT NULL,
    toolkit    TEXT NOT NULL,
    name       TEXT NOT NULL,
    scheme     TEXT NOT NULL,
    managed    INTEGER NOT NULL,
    enabled    INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_config_toolkit ON auth_config (project, toolkit, id);

CREATE TABLE account (
    project        TEXT NOT NULL,
    id             TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    toolkit        TEXT NOT NULL,
    auth_config_id TEXT NOT NULL,
    scheme         TEXT NOT NULL,
    alias          TEXT,
    standing       TEXT NOT NULL,
    reason         TEXT,
    disabled       INTEGER NOT NULL,
    generation     INTEGER NOT NULL,
    sealed         BLOB NOT NULL,
    expires_at     INTEGER,
    connected_at   INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_user ON account (project, user_id, toolkit);
CREATE INDEX account_auth_config ON account (project, auth_config_id);
CREATE UNIQUE INDEX account_alias ON account (project, user_id, toolkit, alias) WHERE alias IS NOT NULL;

-- One row per try to connect; `account_id` is the account it will create or reconnects.
CREATE TABLE attempt (
    project        TEXT NOT NULL,
    id             TEXT NOT NULL,
    account_id     TEXT NOT NULL,
    user_id        TEXT NOT NULL,
    toolkit        TEXT NOT NULL,
    auth_config_id TEXT NOT NULL,
    scheme         TEXT NOT NULL,
    alias          TEXT,
    callback_url   TEXT,
    application    TEXT NOT NULL,
    phase          TEXT NOT NULL,
    reason         TEXT,
    state_hash     BLOB,
    cookie_hash    BLOB,
    sealed         BLOB,
    deadline       INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_account ON attempt (project, account_id, id);
CREATE INDEX attempt_user ON attempt (project, user_id, toolkit);
CREATE UNIQUE INDEX attempt_state ON attempt (project, state_hash) WHERE state_hash IS NOT NULL;
CREATE INDEX attempt_open ON attempt (project, deadline) WHERE phase IN ('linked', 'followed');

-- Single-use permissions with a page: random, stored as a hash, consumed by compare-and-set.
CREATE TABLE ticket (
    project     TEXT NOT NULL,
    hash        BLOB NOT NULL,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    expires_at  INTEGER NOT NULL,
    consumed_at INTEGER,
    PRIMARY KEY (project, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_subject ON ticket (project, subject);

-- The outbox: what happened, in order, for whoever follows.
CREATE TABLE event (
    sequence   INTEGER PRIMARY KEY,
    project    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX event_user ON event (project, user_id);

-- Accounts, and attempts that have no account yet, as callers list them. `deadline` ends an open attempt.
CREATE VIEW connection AS
SELECT project, id, user_id, toolkit, auth_config_id,
       CASE WHEN standing <> 'active' THEN upper(standing) WHEN disabled THEN 'INACTIVE' ELSE 'ACTIVE' END AS status,
       NULL AS deadline
FROM account
UNION ALL
SELECT project, account_id, user_id, toolkit, auth_config_id,
       CASE phase WHEN 'linked' THEN 'INITIALIZING' WHEN 'followed' THEN 'INITIATED' ELSE 'FAILED' END AS status,
       CASE WHEN phase IN ('linked', 'followed') THEN deadline END AS deadline
FROM attempt
WHERE NOT EXISTS (SELECT 1 FROM account WHERE account.project = attempt.project AND account.id = attempt.account_id)
  AND NOT EXISTS (SELECT 1 FROM attempt AS later WHERE later.project = attempt.project
                  AND later.account_id = attempt.account_id AND later.id > attempt.id);
