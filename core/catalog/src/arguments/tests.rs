#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::format::Location;

fn checker() -> ArgumentChecker {
    let schema = json!({
        "type": "object",
        "properties": {
            "title": {"type": "string", "minLength": 1, "description": "Title of the issue. Plain text."},
            "issue_number": {"type": "integer", "minimum": 1},
            "ratio": {"type": "number"},
            "draft": {"type": "boolean"},
            "labels": {"type": "array", "items": {"type": "string"}},
            "numbers": {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
            "state": {"type": "string", "enum": ["open", "closed"], "default": "open"},
            "latest": {"type": "string", "enum": ["true", "false", "legacy"]},
            "milestone": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "either": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]},
            "highlights": {"anyOf": [{"type": "boolean"}, {"type": "object", "properties": {"maxCharacters": {"type": "integer"}}}]},
            "author": {
                "type": "object",
                "properties": {"userName": {"type": "string"}, "age": {"type": "integer"}},
                "required": ["userName"],
                "additionalProperties": false
            },
            "extra": {"type": "object", "additionalProperties": true}
        },
        "required": ["title"],
        "additionalProperties": false
    });
    let param = |name: &str, aliases: &[&str]| Param {
        name: name.to_owned(),
        location: Location::Body,
        wire: name.to_owned(),
        required: false,
        explode: false,
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
    };
    let params = [param("title", &["name", "subject"]), param("issue_number", &["number"]), param("labels", &["tags"])];
    ArgumentChecker::new(Arc::new(schema), &params)
}

fn check(given: &Value) -> Result<Value, Vec<ArgumentError>> {
    checker().check(given.as_object().unwrap().clone()).map(Value::Object)
}

#[test]
fn names_and_types_are_corrected_where_only_one_reading_is_possible() {
    let cases = [
        (json!({}), json!({})),
        (json!({"subject": "b", "title": "b"}), json!({"title": "b"})),
        (json!({"Title": "b"}), json!({"title": "b"})),
        (json!({"issueNumber": 5}), json!({"issue_number": 5})),
        (json!({"issue-number": "5"}), json!({"issue_number": 5})),
        (json!({"number": 5.0}), json!({"issue_number": 5})),
        (json!({"ratio": "2.5"}), json!({"ratio": 2.5})),
        (json!({"draft": "True"}), json!({"draft": true})),
        (json!({"labels": "bug"}), json!({"labels": ["bug"]})),
        (json!({"tags": 7}), json!({"labels": ["7"]})),
        (json!({"labels": "[\"a\", \"b\"]"}), json!({"labels": ["a", "b"]})),
        (json!({"numbers": ["1", 2]}), json!({"numbers": [1, 2]})),
        (json!({"numbers": "3"}), json!({"numbers": [3]})),
        (json!({"title": 42}), json!({"title": "42"})),
        (json!({"state": "CLOSED"}), json!({"state": "closed"})),
        (json!({"latest": true}), json!({"latest": "true"})),
        (json!({"draft": null, "state": null}), json!({})),
        (json!({"milestone": null}), json!({"milestone": null})),
        (json!({"milestone": "3"}), json!({"milestone": 3})),
        (json!({"highlights": {"maxCharacters": "9"}}), json!({"highlights": {"maxCharacters": 9}})),
        (json!({"author": {"user_name": "mona", "age": "9"}}), json!({"author": {"userName": "mona", "age": 9}})),
        (json!({"author": "{\"userName\": \"mona\"}"}), json!({"author": {"userName": "mona"}})),
        (json!({"extra": {"user_name": "5"}}), json!({"extra": {"user_name": "5"}})),
    ];
    for (mut given, expected) in cases {
        let mut wanted = json!({"title": "a", "state": "open"});
        wanted.as_object_mut().unwrap().extend(expected.as_object().unwrap().clone());
        if !given.as_object().unwrap().keys().any(|name| ["title", "Title", "subject"].contains(&name.as_str())) {
            given["title"] = json!("a");
        }
        assert_eq!(check(&given), Ok(wanted), "{given}");
    }
}

#[test]
fn faults_name_the_field_and_what_belongs_there() {
    let long = "secret ".repeat(50);
    let cases = [
        (json!({}), "title", "missing `title` (a string): Title of the issue"),
        (json!({"title": "a", "titel": "b"}), "titel", "unknown field `titel`; did you mean `title`?"),
        (
            json!({"title": "a", "colour": "b"}),
            "colour",
            "unknown field `colour`; known are `title`, `issue_number`, `ratio`, `draft`, `labels`, `numbers`, `state`, `latest`, `milestone`, `either`, `highlights`, `author` and 1 more",
        ),
        (json!({"title": ["a"]}), "title", "`title` must be a string, got an array"),
        (json!({"title": null}), "title", "`title` must be a string, got null"),
        (json!({"title": ""}), "title", "`title` must be at least 1 character long, got ``"),
        (
            json!({"title": "a", "issue_number": "five"}),
            "issue_number",
            "`issue_number` must be an integer, got a string",
        ),
        (json!({"title": "a", "issue_number": 1.5}), "issue_number", "`issue_number` must be an integer, got a number"),
        (json!({"title": "a", "issue_number": 0}), "issue_number", "`issue_number` must be at least 1, got `0`"),
        (json!({"title": "a", "state": "ajar"}), "state", "`state` must be one of `open`, `closed`, got `ajar`"),
        (
            json!({"title": "a", "state": long}),
            "state",
            "`state` must be one of `open`, `closed`, got a string of 350 characters",
        ),
        (json!({"title": "a", "labels": ["b", {}]}), "labels.1", "`labels.1` must be a string, got an object"),
        (
            json!({"title": "a", "numbers": [1, 2, 3]}),
            "numbers",
            "`numbers` must be an array of at most 2 items, got an array of 3 items",
        ),
        (json!({"title": "a", "either": "maybe"}), "either", "`either` must be an integer or a boolean, got a string"),
        (json!({"title": "a", "author": {}}), "author.userName", "missing `author.userName` (a string)"),
        (
            json!({"title": "a", "author": {"userName": "b", "agee": 1}}),
            "author.agee",
            "unknown field `author.agee`; did you mean `age`?",
        ),
        (json!({"title": "a", "subject": "b"}), "title", "`title` is given twice, once as `subject`; give it once"),
    ];
    for (given, field, message) in cases {
        let errors = check(&given).unwrap_err();
        assert_eq!(
            errors.iter().map(|error| (&*error.field, &*error.message)).collect::<Vec<_>>(),
            [(field, message)],
            "{given}"
        );
    }
}

#[test]
fn all_faults_become_one_message() {
    let errors = check(&json!({"titel": "a", "draft": 3})).unwrap_err();
    let message = render_argument_errors("GITHUB_CREATE_AN_ISSUE", &errors);
    assert!(message.starts_with("the arguments of GITHUB_CREATE_AN_ISSUE are not valid: "), "{message}");
    for part in ["`draft` must be a boolean, got an integer", "missing `title`", "did you mean `title`?"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_message_never_repeats_long_values() {
    let secret = "hunter2 ".repeat(40);
    for name in ["title", "issue_number", "state", "labels", "author", "milestone", "unheard"] {
        for value in [json!(secret), json!([secret, {}]), json!({"userName": {"a": secret}, "b": secret})] {
            let Err(errors) = check(&json!({ "title": "a", name: value })) else { continue };
            let message = render_argument_errors("T", &errors);
            assert!(!message.contains("hunter2"), "{message}");
        }
    }
}

#[test]
fn a_broken_schema_is_said_and_nothing_passes() {
    let checker = ArgumentChecker::new(Arc::new(json!({"type": "thing"})), &[]);
    assert!(checker.check(Map::new()).unwrap_err()[0].message.contains("input schema is broken"));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z0-9\\[\\]{}\",: ]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((field(), inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "title",
            "name",
            "issueNumber",
            "ratio",
            "draft",
            "labels",
            "numbers",
            "state",
            "latest",
            "milestone",
            "either",
            "highlights",
            "author",
            "extra",
            "user_name",
            "age",
            "max_characters",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z_]{0,6}",
    ]
}

proptest! {
    #[test]
    fn what_passes_fits_the_schema_and_passes_unchanged(fields in prop::collection::vec((field(), any_json()), 0..6)) {
        let checker = checker();
        if let Ok(passed) = checker.check(fields.into_iter().collect()) {
            let value = Value::Object(passed.clone());
            prop_assert!(jsonschema::draft202012::is_valid(&checker.schema, &value));
            prop_assert_eq!(checker.check(passed.clone()), Ok(passed));
        }
    }
}
