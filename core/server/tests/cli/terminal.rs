//! With somebody at the keyboard: the same program on a terminal of its own.

use std::process::Command;

use super::shell::Shell;

/// Types each answer once its question shows; prints all that the terminal showed, and ends as the program does.
const PERSON: &str = r#"
import os, pty, sys
count = int(sys.argv[1])
talk, words = sys.argv[2:2 + 2 * count], sys.argv[2 + 2 * count:]
child, terminal = pty.fork()
if child == 0:
    os.execv(words[0], words)
shown, seen = b"", 0
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:
        break
    if not more:
        break
    shown += more
    while talk and talk[0].encode() in shown[seen:]:
        seen += shown[seen:].index(talk[0].encode()) + len(talk[0].encode())
        os.write(terminal, talk[1].encode() + b"\n")
        talk = talk[2:]
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;

impl Shell {
    /// Answers the exit code and what the terminal showed.
    fn sit_at(&self, words: &str, more: &[String], talk: &[(&str, &str)]) -> (i32, String) {
        let program = self.command(words, more);
        let mut person = Command::new("python3");
        person.args(["-c", PERSON, &talk.len().to_string()]);
        person.args(talk.iter().flat_map(|(question, answer)| [question, answer]));
        person.arg(program.get_program()).args(program.get_args()).env_clear();
        person.envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let output = person.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"))
    }
}

#[test]
fn enter_takes_what_it_says_and_only_logins_that_are_here_are_offered() {
    let shell = Shell::new();
    let more = [shell.hosts(), vec!["--no-browser".to_owned()]].concat();
    let talk = [("[Enter takes 1]", ""), ("token:", shell.token())];
    let (code, shown) = shell.sit_at("setup github", &more, &talk);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("1  Create a token on GitHub") && shown.contains("Connected as octocat"), "{shown}");
    assert!(!shown.contains("gh`") && !shown.contains(shell.token()), "{shown}");

    shell.script("gh", &format!("echo {}", shell.token()));
    let (code, shown) = shell.sit_at("setup github", &more, &[("[Enter takes 1]", "gh")]);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("or type `gh` to take over the login of GitHub's command line"), "{shown}");
}

#[test]
fn a_token_that_is_refused_can_be_pasted_again() {
    let shell = Shell::new();
    let more = [shell.hosts(), vec!["--no-browser".to_owned()]].concat();
    let words = "setup github --with token_page";
    let (code, shown) = shell.sit_at(words, &more, &[("token:", "ghp_wrong1"), ("token:", shell.token())]);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("Paste it again") && shown.contains("Connected as octocat"), "{shown}");

    let wrong = [("token:", "ghp_wrong1"), ("token:", "ghp_wrong2"), ("token:", "ghp_wrong3")];
    let (code, shown) = shell.sit_at(words, &more, &wrong);
    assert_eq!((code, shown.matches("does not accept this credential").count()), (1, 3), "{shown}");
}

#[test]
fn whoever_wants_json_is_asked_nothing() {
    let shell = Shell::new();
    for words in ["setup github --json", "setup github --with token_page --json"] {
        let (code, shown) = shell.sit_at(words, &shell.hosts(), &[]);
        assert_eq!(code, 2, "{shown}");
        let error: serde_json::Value = serde_json::from_str(&shown).unwrap_or_else(|_| panic!("{shown}"));
        assert_eq!(error["slug"], "Request_Invalid");
    }
}
