//! A mail as arguments describe it, written as RFC 5322 wants it.

mod address;
mod attachment;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::given;
use crate::error::{Error, REQUEST_INVALID, Result};
use address::Mailbox;
use attachment::Attachment;

/// What is sent. Date and Message-ID are the provider's to set.
pub(super) struct Mail {
    from: Vec<Mailbox>,
    to: Vec<Mailbox>,
    cc: Vec<Mailbox>,
    bcc: Vec<Mailbox>,
    subject: String,
    body: String,
    is_html: bool,
    attachments: Vec<Attachment>,
    thread: Option<Thread>,
}

/// The message that is answered (RFC 5322 section 3.6.4): ids without their brackets.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Thread {
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
}

impl Mail {
    /// Reads `recipient_email`, `extra_recipients`, `cc`, `bcc`, `from_email`, `subject`, `body` or `message_body`,
    /// `is_html` and `attachment`.
    pub(super) fn of(arguments: &Map<String, Value>) -> Result<Self> {
        let boxes = |name| address::read(name, &given::texts(arguments, name));
        let mut to = boxes("recipient_email")?;
        to.extend(boxes("extra_recipients")?);
        let body = given::text(arguments, "body").or_else(|| given::text(arguments, "message_body"));
        Ok(Self {
            from: boxes("from_email")?,
            to,
            cc: boxes("cc")?,
            bcc: boxes("bcc")?,
            subject: plain("subject", given::text(arguments, "subject").unwrap_or_default())?.to_owned(),
            body: body.unwrap_or_default().to_owned(),
            is_html: given::flag(arguments, "is_html").unwrap_or(false),
            attachments: attachment::read(arguments.get("attachment"))?,
            thread: None,
        })
    }

    pub(super) fn is_to_nobody(&self) -> bool {
        self.to.is_empty() && self.cc.is_empty() && self.bcc.is_empty()
    }

    pub(super) fn has_subject(&self) -> bool {
        !self.subject.is_empty()
    }

    pub(super) fn answer(&mut self, thread: Thread) {
        self.thread = Some(thread);
    }

    /// Gives it a subject that another message had.
    pub(super) fn set_subject(&mut self, subject: &str) {
        self.subject = subject.replace(char::is_control, " ");
    }

    /// Sends it to those a header of another message names.
    pub(super) fn set_to(&mut self, header: &str) -> Result<()> {
        self.to = address::read("recipient_email", &[header])?;
        Ok(())
    }

    /// Whether it can be sent: it has somebody to go to, and something to say.
    pub(super) fn check(&self) -> Result<()> {
        if self.is_to_nobody() {
            return Err(Error::new(
                REQUEST_INVALID,
                "nobody would get this mail; give `recipient_email`, `cc` or `bcc`",
            ));
        }
        if self.subject.is_empty() && self.body.is_empty() {
            return Err(Error::new(REQUEST_INVALID, "the mail is empty; give a `subject` or a `body`"));
        }
        Ok(())
    }

    /// The whole message in the URL alphabet of base64.
    pub(super) fn encoded(&self) -> String {
        let mut bytes = Vec::new();
        self.part().write_part(&mut bytes);
        URL_SAFE.encode(bytes)
    }

    fn part(&self) -> MimePart<'_> {
        let text = MimePart::new(
            ContentType::new(if self.is_html { "text/html" } else { "text/plain" }).attribute("charset", "utf-8"),
            BodyPart::Text((&*self.body).into()),
        );
        let mut part = if self.attachments.is_empty() {
            text
        } else {
            let mut parts = vec![text];
            parts.extend(self.attachments.iter().map(Attachment::part));
            MimePart::new(ContentType::new("multipart/mixed").attribute("boundary", self.boundary()), parts)
        };
        let content = std::mem::take(&mut part.headers);
        for (name, boxes) in [("From", &self.from), ("To", &self.to), ("Cc", &self.cc), ("Bcc", &self.bcc)] {
            if !boxes.is_empty() {
                part = part.header(name, Address::new_list(boxes.iter().map(Mailbox::address).collect()));
            }
        }
        if self.has_subject() {
            part = part.header("Subject", Text::new(&*self.subject));
        }
        if let Some(thread) = &self.thread {
            if let Some(id) = &thread.in_reply_to {
                part = part.header("In-Reply-To", MessageId::new(&**id));
            }
            if !thread.references.is_empty() {
                part = part.header("References", MessageId::new_list(thread.references.iter().map(String::as_str)));
            }
        }
        part = part.header("MIME-Version", Text::new("1.0"));
        part.headers.extend(content);
        part
    }

    /// Follows from what it holds apart, so that it does not occur in it and the same mail has the same bytes.
    fn boundary(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.body.as_bytes());
        for attachment in &self.attachments {
            hash.update(&attachment.bytes);
        }
        let digits: String = hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        format!("=_{digits}")
    }
}

/// A text that goes into a header, where a line break would begin another one.
fn plain<'a>(argument: &str, text: &'a str) -> Result<&'a str> {
    if text.chars().any(char::is_control) {
        let message =
            format!("argument `{argument}` holds a line break or control character, which a mail header cannot");
        return Err(Error::new(REQUEST_INVALID, message).with("argument", argument));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
