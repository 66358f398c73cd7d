//! How two processes of one home know each other on the Connect port.
//!
//! Who finds the port taken sends its holder a random challenge. Only a process that reads the same store knows the
//! home's id and can answer with their common hash; a stranger can neither compute it nor have seen it before.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use composio_core::ids::{hash_token, random_token};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::site::Site;

const PATH: &str = "/.well-known/composio";
/// The holder is on this machine and has only to hash.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);
const LONGEST_ANSWER: u64 = 4096;

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    challenge: String,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    /// The version that listens.
    composio: String,
    /// The proof for the challenge.
    home: String,
}

pub(crate) fn routes() -> Router<Site> {
    Router::new().route(PATH, get(answer))
}

async fn answer(State(site): State<Site>, Query(question): Query<Question>) -> Json<Answer> {
    Json(Answer {
        composio: env!("CARGO_PKG_VERSION").to_owned(),
        home: proof(site.engine.home_id(), &question.challenge),
    })
}

/// Whether the process that holds `port` serves the home with this id.
pub(crate) async fn serves(home_id: &str, port: u16) -> bool {
    let challenge = random_token();
    let answer = tokio::time::timeout(ANSWERS_WITHIN, ask(port, &challenge)).await;
    let Ok(Ok(answer)) = answer else { return false };
    read(&answer).is_some_and(|answer| answer.home == proof(home_id, &challenge))
}

/// One request over plain HTTP, read to its end: both ends of it are ours or not of interest.
async fn ask(port: u16, challenge: &str) -> io::Result<Vec<u8>> {
    let mut stream = match TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await {
        Ok(stream) => stream,
        Err(_) => TcpStream::connect((Ipv6Addr::LOCALHOST, port)).await?,
    };
    let request =
        format!("GET {PATH}?challenge={challenge} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    Ok(answer)
}

fn read(answer: &[u8]) -> Option<Answer> {
    let (head, body) = std::str::from_utf8(answer).ok()?.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| serde_json::from_str(body).ok())?
}

fn proof(home_id: &str, challenge: &str) -> String {
    hash_token(&format!("{home_id}\n{challenge}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_for_one_home_and_one_challenge() {
        assert_eq!(proof("home", "a"), proof("home", "a"));
        assert_ne!(proof("home", "a"), proof("home", "b"));
        assert_ne!(proof("home", "a"), proof("other", "a"));
    }

    #[test]
    fn only_a_whole_answer_of_ours_is_read() {
        let ours = b"HTTP/1.1 200 OK\r\ncontent-length: 35\r\n\r\n{\"composio\":\"0.1.0\",\"home\":\"abc\"}";
        assert!(read(ours).is_some_and(|answer| answer.home == "abc"));
        for other in [
            &b"HTTP/1.1 404 Not Found\r\n\r\n{\"composio\":\"0.1.0\",\"home\":\"abc\"}"[..],
            b"HTTP/1.1 200 OK\r\n\r\n<html>",
            b"SSH-2.0-OpenSSH\r\n",
            b"\xff\xfe",
            b"",
        ] {
            assert!(read(other).is_none());
        }
    }
}
