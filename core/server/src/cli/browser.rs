//! Showing an address: opened in the browser where somebody sits, and printed in any case.

use std::process::{Command, Stdio};

use super::console::Console;

/// `no_browser` is the user's wish.
pub(super) fn show(console: &mut Console, url: &str, no_browser: bool) {
    let opened = !no_browser && console.interactive && open(url);
    console.say(&invitation(url, opened));
}

fn invitation(url: &str, opened: bool) -> String {
    let first = if opened { "Opened in your browser; if nothing shows:" } else { "Open this in your browser:" };
    format!("{first}\n\n    {url}\n")
}

/// Whether a browser could be asked to open it. It gets the address as one argument and no shell sees it.
fn open(url: &str) -> bool {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return false;
    }
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_stands_alone_on_its_line() {
        for opened in [true, false] {
            let said = invitation("http://localhost:9900/link/x", opened);
            assert!(said.lines().any(|line| line.trim() == "http://localhost:9900/link/x"), "{said}");
        }
    }

    #[test]
    fn only_addresses_of_pages_are_opened() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "-a Calculator", ""] {
            assert!(!open(url), "{url}");
        }
    }
}
