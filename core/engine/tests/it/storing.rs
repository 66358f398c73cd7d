//! What the embedded store keeps, and what it says when it cannot.

use std::fs;
use std::path::Path;

use composio_core::store::{SqliteStore, Store as _};
use composio_core::{Engine, Result, Settings};
use serde_json::{Value, json};

use crate::standin::{World, text};

async fn open(home: &Path) -> Result<Engine> {
    Engine::open(Settings::load(json!({"home": home})).unwrap()).await
}

#[tokio::test]
async fn a_restart_loses_nothing_that_was_acknowledged() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    world.engine.close().await;
    let error = world.engine.call("sessions.get", json!({"session_id": session})).await.unwrap_err();
    assert_eq!(error.slug(), "Engine_Closed");

    let again = open(world.home.path()).await.unwrap();
    let user = again
        .call("sessions.execute", json!({"session_id": session, "tool_slug": "GITHUB_GET_THE_AUTHENTICATED_USER"}))
        .await
        .unwrap();
    assert_eq!(user["data"]["login"], "octocat");
    let view = again.call("connected_accounts.get", json!({"id": account})).await.unwrap();
    assert_eq!(view["status"], "ACTIVE");
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_create_a_home_at_once_agree_on_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("new");
    let engines = futures_util::future::join_all((0..6).map(|_| open(&path))).await;
    let engines: Vec<Engine> = engines.into_iter().map(|engine| engine.unwrap()).collect();
    assert!(engines.iter().all(|engine| engine.home_id() == engines[0].home_id()));
    let session = engines[0].call("sessions.create", json!({"user_id": "ana"})).await.unwrap();
    let seen = engines[5].call("sessions.get", json!({"session_id": session["session_id"]})).await.unwrap();
    assert_eq!(seen["user_id"], "ana");
}

#[tokio::test]
async fn a_home_that_cannot_be_used_says_why() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let error = open(&file.join("home")).await.err().unwrap();
    assert_eq!(error.slug(), "Store_Unavailable");
    assert!(error.message.contains("COMPOSIO_HOME"), "{error}");

    let damaged = home.path().join("damaged");
    fs::create_dir(&damaged).unwrap();
    fs::write(damaged.join("composio.db"), "this is no database, and long enough to be looked at".repeat(100)).unwrap();
    let error = open(&damaged).await.err().unwrap();
    assert!(error.message.contains("damaged"), "{error}");
}

#[tokio::test]
async fn a_store_without_its_key_is_not_opened_and_not_given_another() {
    let home = tempfile::tempdir().unwrap();
    open(home.path()).await.unwrap().close().await;
    let key = fs::read(home.path().join("master.key")).unwrap();

    fs::remove_file(home.path().join("master.key")).unwrap();
    let error = open(home.path()).await.err().unwrap();
    assert_eq!(error.slug(), "Store_Key");
    assert!(!home.path().join("master.key").exists());

    for wrong in [vec![7; 32], vec![7; 5]] {
        fs::write(home.path().join("master.key"), wrong).unwrap();
        assert_eq!(open(home.path()).await.err().unwrap().slug(), "Store_Key");
    }
    fs::write(home.path().join("master.key"), key).unwrap();
    open(home.path()).await.unwrap();
}

/// What a later version's migration leaves behind; `reads_from` is the oldest migration it says is enough.
async fn migrated_by_a_later_version(home: &Path, reads_from: Option<&str>) {
    let url = format!("sqlite:{}", home.join("composio.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("INSERT INTO _sqlx_migrations VALUES (9999, 'later', CURRENT_TIMESTAMP, 1, x'00', 1)")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("ALTER TABLE account ADD COLUMN later TEXT").execute(&pool).await.unwrap();
    if let Some(oldest) = reads_from {
        sqlx::query("INSERT INTO meta VALUES ('reads_from', CAST(? AS BLOB))")
            .bind(oldest)
            .execute(&pool)
            .await
            .unwrap();
    }
    pool.close().await;
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_left_alone_unless_that_version_says_otherwise() {
    for (reads_from, opens) in [(None, false), (Some("9999"), false), (Some("soon"), false), (Some("2"), true)] {
        let world = World::new().await;
        let account = world.connect().await;
        world.engine.close().await;
        migrated_by_a_later_version(world.home.path(), reads_from).await;
        match open(world.home.path()).await {
            Ok(engine) => {
                assert!(opens, "{reads_from:?}");
                let account = engine.call("connected_accounts.get", json!({"id": account})).await.unwrap();
                assert_eq!(account["status"], "ACTIVE");
                engine.close().await;
            }
            Err(error) => {
                assert_eq!((error.slug(), opens), ("Store_Newer", false), "{reads_from:?}: {error}");
                assert!(error.message.contains("newer version"), "{error}");
            }
        }
    }
}

/// Accounts connected before accounts had names.
#[tokio::test]
async fn a_store_of_an_older_version_is_brought_up_to_date() {
    let home = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}?mode=rwc", home.path().join("composio.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let mut first = sqlx::migrate!("migrations/sqlite");
    first.migrations.to_mut().truncate(1);
    first.run(&pool).await.unwrap();
    sqlx::query(
        "INSERT INTO account VALUES ('default', 'ca_old', 'ana', 'github', 'ac_old', 'OAUTH2', NULL, 'active', NULL, 0,
                                     1, x'00', NULL, 1, 1, 1)",
    )
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;

    let engine = open(home.path()).await.unwrap();
    let session = engine.call("sessions.create", json!({"user_id": "ana", "toolkits": ["github"]})).await.unwrap();
    let request = json!({"session_id": session["session_id"], "query": "create an issue in github"});
    let found = engine.call("sessions.search", request).await.unwrap();
    let status = &found["toolkit_connection_statuses"][0];
    assert_eq!((&status["toolkit"], &status["current_user_info"]), (&json!("github"), &Value::Null));
}

#[tokio::test]
async fn the_name_a_replaced_credential_gave_is_not_written() {
    let world = World::new().await;
    let account = world.connect().await;
    let store = SqliteStore::open(world.home.path()).await.unwrap();
    let rows = store.project("default");
    for (generation, written, identity) in [(2, false, "octocat"), (0, false, "octocat"), (1, true, "hubot")] {
        assert_eq!(rows.set_account_identity(&account, generation, "hubot").await.unwrap(), written, "{generation}");
        let view = world.call("connected_accounts.get", json!({"id": account})).await;
        assert_eq!(view["identity"], identity, "{generation}");
    }
    store.close().await;
}

#[tokio::test]
async fn erasing_a_user_removes_every_trace() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    world.link().await;
    world.whoami(&session).await.unwrap();
    let kept = text(&world.call("sessions.create", json!({"user_id": "ben"})).await, "session_id");

    let erased = world.call("users.delete", json!({"user_id": "ana"})).await;
    assert_eq!(erased["deleted"], json!({"sessions": 1, "connected_accounts": 1, "attempts": 2}));
    let gone = |operation: &str, request: Value| {
        let (engine, operation) = (world.engine.clone(), operation.to_owned());
        async move { engine.call(&operation, request).await.unwrap_err().of.status }
    };
    assert_eq!(gone("sessions.get", json!({"session_id": session})).await, 404);
    assert_eq!(gone("connected_accounts.get", json!({"id": account})).await, 404);
    world.call("sessions.get", json!({"session_id": kept})).await;

    world.engine.close().await;
    for entry in fs::read_dir(world.home.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "db") {
            continue;
        }
        let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", path.display())).await.unwrap();
        for table in ["session", "account", "attempt", "event", "call"] {
            let sql = format!("SELECT count(*) FROM {table} WHERE user_id = 'ana'");
            if let Ok((count,)) = sqlx::query_as::<_, (i64,)>(sqlx::AssertSqlSafe(sql)).fetch_one(&pool).await {
                assert_eq!(count, 0, "{table}");
            }
        }
    }
}

/// Threads here; that they are processes makes no difference to SQLite's files.
#[tokio::test(flavor = "multi_thread")]
async fn a_home_may_be_opened_and_closed_by_many_at_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path();
    let rounds = (0..8).map(|_| async move {
        for _ in 0..8 {
            let engine = open(path).await?;
            engine.call("sessions.create", json!({"user_id": "ana"})).await?;
            engine.close().await;
        }
        Result::<()>::Ok(())
    });
    for round in futures_util::future::join_all(rounds).await {
        round.unwrap();
    }
}
