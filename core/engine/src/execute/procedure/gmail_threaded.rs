//! Gmail, a mail or draft that belongs to a thread: mail programs know a reply by the ids of what it answers.

use serde_json::{Value, json};

use super::super::given;
use super::super::mail::{Mail, Thread};
use super::super::transform::gmail_view::header;
use super::work::{Stop, Work};

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let mut mail = Mail::of(work.arguments)?;
    let thread_id = given::text(work.arguments, "thread_id");
    if let Some(id) = thread_id {
        let path = "/gmail/v1/users/{user_id}/threads/{thread_id}?format=metadata";
        let thread = work.read(work.get(path, &[])?).await?;
        let last = last(&thread).ok_or_else(|| Stop::failed(format!("thread `{id}` has no messages")))?;
        answer(&mut mail, last)?;
    }
    let mut message = json!({"raw": mail.encoded()});
    if let Some(id) = thread_id {
        message["threadId"] = Value::from(id);
    }
    let mut outgoing = work.main()?;
    if outgoing.url.path().ends_with("/messages/send") {
        mail.check()?;
        outgoing.set_json(message);
    } else {
        outgoing.set_json(json!({"message": message}));
    }
    work.write(outgoing).await
}

/// The message that is answered: the last one that is no draft.
fn last(thread: &Value) -> Option<&Value> {
    let messages = thread.get("messages")?.as_array()?;
    messages.iter().rfind(|message| !labelled(message, "DRAFT")).or_else(|| messages.last())
}

/// Gives the mail its place after `last`; subject and addressee follow from that when none are given.
fn answer(mail: &mut Mail, last: &Value) -> crate::error::Result<()> {
    let id = ids(header(last, "message-id")).next();
    let references = ids(header(last, "references")).chain(id.clone()).collect();
    mail.answer(Thread { in_reply_to: id, references });
    let subject = header(last, "subject");
    if !mail.has_subject() && !subject.is_empty() {
        let answers = subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
        mail.set_subject(&if answers { subject.to_owned() } else { format!("Re: {subject}") });
    }
    if mail.is_to_nobody() {
        let names = if labelled(last, "SENT") { ["to", "to"] } else { ["reply-to", "from"] };
        let there = names.into_iter().map(|name| header(last, name)).find(|header| !header.is_empty());
        mail.set_to(there.unwrap_or_default())?;
    }
    Ok(())
}

fn labelled(message: &Value, label: &str) -> bool {
    message.get("labelIds").and_then(Value::as_array).is_some_and(|labels| labels.iter().any(|own| own == label))
}

/// Message ids without their brackets.
fn ids(header: &str) -> impl Iterator<Item = String> {
    header.split_whitespace().map(|id| id.trim_matches(['<', '>']).to_owned()).filter(|id| !id.is_empty())
}
