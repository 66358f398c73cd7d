//! Secrets stay where they belong.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::standin::World;

/// Whether any file of a folder holds these bytes.
fn holds(folder: &std::path::Path, secret: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
    })
}

#[tokio::test]
async fn no_secret_is_on_the_disk_or_in_an_answer() {
    let world = World::new().await;
    let session = world.session().await;
    let account = world.connect().await;
    let (_, link) = world.link().await;
    let token = world.engine.mint_session_token(&session).await.unwrap();
    let whoami = world.whoami(&session).await.unwrap();

    let client_secret = world.standin.client_secret.clone();
    // Access and refresh tokens of the stand-in start with GitHub's prefixes.
    for secret in [client_secret.as_str(), "ghu_", "ghr_", "gho_", &link, &token] {
        assert!(!holds(world.home.path(), secret), "{secret} is on the disk");
    }
    let answers = [
        world.call("auth_configs.get", json!({"id": world.config})).await,
        world.call("connected_accounts.get", json!({"id": account})).await,
        world.call("sessions.get", json!({"session_id": session})).await,
        whoami,
    ];
    for answer in answers {
        let answer = answer.to_string();
        for secret in [client_secret.as_str(), "ghu_", "ghr_", "gho_"] {
            assert!(!answer.contains(secret), "{answer}");
        }
    }
    assert_eq!(
        fs::metadata(world.home.path().join("master.key")).unwrap().permissions().mode() & 0o777,
        0o600,
        "the key is its owner's alone"
    );
}

#[tokio::test]
async fn a_session_token_opens_its_session_alone_and_ends_with_it() {
    let world = World::new().await;
    let (mine, other) = (world.session().await, world.session().await);
    let token = world.engine.mint_session_token(&mine).await.unwrap();
    world.engine.check_session_token(&mine, &token).await.unwrap();
    for (session, token) in [(other.as_str(), token.as_str()), (&mine, "st_wrong"), (&mine, "")] {
        assert_eq!(world.engine.check_session_token(session, token).await.unwrap_err().slug(), "Mcp_Unauthorized");
    }
    world.call("sessions.delete", json!({"session_id": mine})).await;
    assert_eq!(world.engine.check_session_token(&mine, &token).await.unwrap_err().slug(), "Mcp_Unauthorized");
}
