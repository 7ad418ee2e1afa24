//! What a `copydesk.toml` may say of what ships, as JSON Schema: its profiles, lists and rules by their names.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::checks::CheckKind;
use super::rule_file::{LEVEL, READER, shipped};
use super::shipped::{BUILTIN, profiles};
use crate::finding::Level;
use crate::prose::{Lists, Phrases};

/// What `extends` names.
pub(super) fn extends(_: &mut SchemaGenerator) -> Schema {
    let profiles: Vec<_> = profiles().into_iter().map(|name| format!("{BUILTIN}{name}")).collect();
    json_schema!({ "anyOf": [{ "enum": profiles }, { "type": "string", "pattern": "\\.toml$" }] })
}

/// What `lists` changes: lists that are known, and new ones.
pub(super) fn lists(generator: &mut SchemaGenerator) -> Schema {
    let phrases = generator.subschema_for::<Phrases>();
    let lists = Lists::shipped();
    let known: Map<_, _> = lists.names().map(|name| (name.to_owned(), phrases.clone().to_value())).collect();
    json_schema!({ "type": "object", "properties": known, "additionalProperties": phrases })
}

/// What `rules` says: of each shipped rule its level and its own options, of a family a level; the publication's own rules are not known.
pub(super) struct RulesTable;

impl JsonSchema for RulesTable {
    fn schema_name() -> Cow<'static, str> {
        "Rulings".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        rulings(generator)
    }
}

fn rulings(generator: &mut SchemaGenerator) -> Schema {
    let level = generator.subschema_for::<Level>();
    let mut known = Map::new();
    for (id, file) in shipped() {
        let Some((words, kind)) = file.words().zip(file.kind()) else { continue };
        let table = ruling_of(kind, generator);
        let told = format!("{} (`{}` by itself)", words.summary, words.level.name());
        known.insert((*id).to_owned(), json!({ "description": told, "anyOf": [level, table] }));
        let family = format!("{}/*", id.split_once('/').map_or(*id, |(family, _)| family));
        known
            .entry(family)
            .or_insert_with(|| json!({ "description": "Each rule of the family", "anyOf": [level, of_family(&level)] }));
    }
    let own = json!({ "anyOf": [level, { "type": "object", "properties": { LEVEL: level, READER: reader() } }] });
    json_schema!({ "type": "object", "properties": known, "additionalProperties": own })
}

fn reader() -> Value {
    json!({ "description": "Whether second readers are asked about what it tells.", "type": "boolean" })
}

fn of_family(level: &Schema) -> Value {
    json!({ "type": "object", "properties": { "level": level }, "additionalProperties": false })
}

/// A level and the options of a check. What is not said stays as the rule's file has it, so there are no defaults.
fn ruling_of(kind: &CheckKind, generator: &mut SchemaGenerator) -> Schema {
    let name = format!("ruling-{}", kind.name);
    let whole = kind.schema(generator);
    let level = generator.subschema_for::<Level>();
    let reference = json_schema!({ "$ref": format!("#/definitions/{name}") });
    let of = whole.as_object().and_then(|it| it.get("$ref")?.as_str()?.rsplit('/').next().map(str::to_owned)).unwrap_or_default();
    let mut ruling = generator.definitions().get(&of).cloned().unwrap_or_default();
    for property in ruling["properties"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        property.remove("default");
    }
    ruling["properties"][LEVEL] = level.to_value();
    ruling["properties"][READER] = reader();
    generator.definitions_mut().insert(name, ruling);
    reference
}
