#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::*;

fn mail(arguments: &Value) -> Mail {
    Mail::of(arguments.as_object().unwrap()).unwrap()
}

fn written(mail: &Mail) -> String {
    String::from_utf8(URL_SAFE.decode(mail.encoded()).unwrap()).unwrap()
}

#[test]
fn a_plain_mail_is_its_headers_and_its_text() {
    let mail = mail(&json!({
        "recipient_email": "ann@x.org", "extra_recipients": ["Bob <bob@x.org>"], "cc": ["c@x.org"], "bcc": ["d@x.org"],
        "from_email": "me@x.org", "subject": "Hello", "body": "One\nTwo"
    }));
    let text = written(&mail);
    let lines: Vec<&str> = text.split("\r\n").collect();
    let (headers, body) = lines.split_at(lines.iter().position(|line| line.is_empty()).unwrap());
    for header in [
        "From: <me@x.org>",
        "To: <ann@x.org>, \"Bob\" <bob@x.org>",
        "Cc: <c@x.org>",
        "Bcc: <d@x.org>",
        "Subject: Hello",
        "MIME-Version: 1.0",
    ] {
        assert!(headers.contains(&header), "{header} in {text}");
    }
    assert_eq!(body[1..], ["One", "Two"], "{text}");
    assert!(!text.contains("Date:") && !text.contains("Message-ID:"), "{text}");
}

#[test]
fn other_alphabets_become_encoded_words() {
    let text = written(&mail(&json!({"recipient_email": "Żółw <z@x.org>", "subject": "Größe", "body": "ż"})));
    assert!(text.is_ascii() && text.contains("Subject: =?utf-8?"), "{text}");
    assert!(text.contains("<z@x.org>"), "{text}");
}

#[test]
fn no_line_is_longer_than_the_standard_allows() {
    let many: Vec<String> = (0..200).map(|n| format!("person.{n}@example.org")).collect();
    let mut mail = mail(&json!({"extra_recipients": many, "subject": "ż".repeat(300), "body": "x".repeat(3_000)}));
    mail.answer(Thread {
        in_reply_to: None,
        references: (0..100).map(|n| format!("id{n}@mail.example.org")).collect(),
    });
    let text = written(&mail);
    assert!(text.split("\r\n").all(|line| line.len() <= 998), "{text}");
}

#[test]
fn a_reply_names_what_it_answers() {
    let mut mail = mail(&json!({"recipient_email": "a@x.org", "body": "Yes"}));
    mail.answer(Thread { in_reply_to: Some("2@x".into()), references: vec!["1@x".into(), "2@x".into()] });
    let text = written(&mail);
    assert!(text.contains("In-Reply-To: <2@x>\r\n") && text.contains("References: <1@x> <2@x>\r\n"), "{text}");
}

#[test]
fn files_stand_beside_the_text_and_the_bytes_are_always_the_same() {
    let given = json!({"recipient_email": "a@x.org", "body": "See", "attachment": [
        {"name": "a.pdf", "mimetype": "application/pdf", "content": "JVBERg=="}, {"name": "ż.txt", "text": "ż"}
    ]});
    let text = written(&mail(&given));
    assert_eq!(text, written(&mail(&given)));
    let boundary = text.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(text.matches(&format!("--{boundary}")).count(), 4, "{text}");
    assert!(text.contains("Content-Type: multipart/mixed") && text.contains("JVBERg=="), "{text}");
    assert!(text.contains("filename=\"a.pdf\"") && text.is_ascii(), "{text}");
}

#[test]
fn a_mail_needs_somebody_and_something() {
    assert!(mail(&json!({"bcc": ["a@x.org"], "body": "x"})).check().is_ok());
    for (arguments, word) in [(json!({"body": "x"}), "`recipient_email`"), (json!({"cc": "a@x.org"}), "`subject`")] {
        let error = mail(&arguments).check().unwrap_err();
        assert!(error.is(REQUEST_INVALID) && error.message.contains(word), "{error}");
    }
    let broken = json!({"subject": "a\nBcc: b@x.org"});
    assert!(Mail::of(broken.as_object().unwrap()).err().unwrap().message.contains("`subject`"));
}
