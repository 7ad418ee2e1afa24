//! What may stand in a `copydesk.toml` and in a rule's file as JSON Schema, drawn from the types that read them.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::checks::CHECKS;
use super::config_file::Written;
use super::example::WrittenExample;
use super::rule_file::{EXAMPLE, NEEDED};
use crate::policy::Words;
use crate::style::HouseStyle;

/// The schema of a `copydesk.toml`: draft 7 of JSON Schema.
pub fn of_publication() -> Value {
    let mut generator = generator();
    let mut schema = generator.root_schema_for::<HouseStyle>();
    let written = generator.root_schema_for::<Written>();
    take_properties(&mut schema, &written);
    named(schema, "copydesk.toml", "The choices of a publication: which rules speak, how loud, and its own words.")
}

/// The schema of a rule's file, `rules/FAMILY/NAME.toml`: draft 7 of JSON Schema.
pub fn of_rule() -> Value {
    let mut generator = generator();
    let mut schema = generator.root_schema_for::<Words>();
    let example = generator.subschema_for::<WrittenExample>();
    let mut more = Map::new();
    more.insert(EXAMPLE.to_owned(), json!({ "type": "array", "minItems": 1, "items": example }));
    for kind in CHECKS {
        more.insert(kind.name.to_owned(), kind.schema(&mut generator).to_value());
    }
    let one_of: Vec<_> = CHECKS.iter().map(|kind| json!({ "required": [kind.name] })).collect();
    schema.insert("definitions".to_owned(), Value::Object(generator.take_definitions(true)));
    take_properties(&mut schema, &json_schema!({ "properties": more }));
    schema.insert("required".to_owned(), NEEDED.iter().copied().chain([EXAMPLE]).collect());
    schema.insert("oneOf".to_owned(), one_of.into());
    named(schema, "A rule of copydesk", "What a rule says, what it looks for, and the examples that prove it.")
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft07().into_generator()
}

/// Adds the properties and definitions of another schema.
fn take_properties(schema: &mut Schema, other: &Schema) {
    for key in ["properties", "definitions"] {
        let more = other.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        let entries = schema.ensure_object().entry(key).or_insert_with(|| json!({}));
        entries.as_object_mut().into_iter().for_each(|entries| entries.extend(more.clone()));
    }
}

/// The whole, under its name; TOML knows no null.
fn named(mut schema: Schema, title: &str, description: &str) -> Value {
    drop_unused(&mut schema);
    RecursiveTransform(without_null).transform(&mut schema);
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    schema.to_value()
}

/// Takes out the definitions that nothing refers to.
fn drop_unused(schema: &mut Schema) {
    let text = schema.as_value().to_string();
    let Some(Value::Object(definitions)) = schema.get_mut("definitions") else { return };
    definitions.retain(|name, _| text.contains(&format!("\"#/definitions/{name}\"")));
}

/// Takes out what only stands for a key that is not there.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if object.get("default") == Some(&Value::Null) {
        object.remove("default");
    }
    let is_null = |value: &Value| value == "null" || *value == json!({ "type": "null" });
    for key in ["type", "anyOf"] {
        let Some(Value::Array(sorts)) = object.get_mut(key) else { continue };
        sorts.retain(|sort| !is_null(sort));
        if sorts.len() == 1 && key == "type" {
            let only = sorts.remove(0);
            object.insert(key.to_owned(), only);
        }
    }
}
