//! Front matter: its scalars with their places, the title and the standfirst that stand in it, and where the body begins.

mod bounds;
mod lines;
mod place;
mod scalar;
#[cfg(test)]
mod tests;
mod toml;
mod yaml;

use bounds::Bounds;
use scalar::{Broken, Scalar};

use crate::text::{Allow, Builder, Field, Kind, Matter, Reach, Role, Source, Syntax};

/// Keys that hold a headline, the best first.
const TITLES: [&str; 2] = ["title", "headline"];

/// Keys that hold a standfirst, the best first.
const DEKS: [&str; 8] = ["standfirst", "dek", "subtitle", "summary", "description", "excerpt", "lede", "subheadline"];

/// The key that holds permissions for the whole file.
const ALLOW: &str = "copydesk.allow";

/// Reads the front matter at the start of the source: its fields, then the title and the standfirst as blocks.
///
/// Returns the byte where the body begins; 0 without front matter.
pub(super) fn read(builder: &mut Builder) -> usize {
    let Some(bounds) = bounds::find(builder.source()) else { return 0 };
    let content = builder.source().text[bounds.content.clone()].to_owned();
    if !bounds.closed {
        builder.fault(bounds.fence.clone(), format!("this {} front matter is never closed", bounds.syntax.name()));
    }
    for scalar in scalars(builder, &bounds, &content) {
        add(builder, scalar, bounds.content.start);
    }
    if let Some(index) = first(builder, &TITLES) {
        open(builder, index, Kind::Heading, Role::Title, 1);
    }
    if let Some(index) = first(builder, &DEKS) {
        open(builder, index, Kind::Paragraph, Role::Dek, 0);
    }
    bounds.body
}

/// The field that holds the standfirst.
pub(super) fn standfirst(builder: &Builder) -> Option<&Field> {
    builder.front().get(first(builder, &DEKS)?)
}

/// Whether a source begins with front matter.
pub(super) fn is_there(source: &Source) -> bool {
    bounds::find(source).is_some()
}

fn scalars(builder: &mut Builder, bounds: &Bounds, content: &str) -> Vec<Scalar> {
    let (scalars, broken) = match bounds.syntax {
        Syntax::Toml => toml::read(content),
        Syntax::Yaml => yaml::read(content),
        Syntax::Json => yaml::json(content),
    };
    let Some(Broken { at, message }) = broken else {
        let content = builder.source().span(bounds.content.clone());
        builder.matter(bounds.closed.then_some(Matter { syntax: bounds.syntax, content }));
        return scalars;
    };
    // What is never closed is told once; its last line may well be cut.
    if bounds.closed {
        let start = bounds.content.start;
        builder.fault(start + at.start..start + at.end, format!("this is no {}: {message}", bounds.syntax.name()));
    }
    scalars
}

fn add(builder: &mut Builder, scalar: Scalar, start: usize) {
    let source = builder.source();
    let span = source.span(start + scalar.at.start..start + scalar.at.end);
    let key_span = source.span(start + scalar.key_at.start..start + scalar.key_at.end);
    let exact = source.slice(span) == scalar.value;
    if scalar.key.eq_ignore_ascii_case(ALLOW) {
        match Allow::parse(&scalar.value, span, Reach::File) {
            Ok(allow) => builder.allow(allow),
            Err(fault) => builder.fault(span.range(), fault),
        }
    } else if is_meant(&scalar) {
        builder.fault(key_span.range(), format!("a permission in front matter stands under the key `{ALLOW}`"));
    }
    builder.field(Field { key: scalar.key, value: scalar.value, span, key_span, exact });
}

/// Whether a scalar speaks to copydesk by a key that it does not know: `copydesk.alow`, or `copydesk: allow RULE` on one line.
fn is_meant(scalar: &Scalar) -> bool {
    let name = ALLOW.split('.').next().unwrap_or_default();
    let (table, key) = scalar.key.split_once('.').unwrap_or((&scalar.key, ""));
    table.eq_ignore_ascii_case(name) && (!key.is_empty() || scalar.value.trim_start().starts_with("allow"))
}

fn first(builder: &Builder, keys: &[&str]) -> Option<usize> {
    let holds = |field: &Field, key: &str| field.key.eq_ignore_ascii_case(key) && !field.value.trim().is_empty();
    keys.iter().find_map(|key| builder.front().iter().position(|field| holds(field, key)))
}

fn open(builder: &mut Builder, index: usize, kind: Kind, role: Role, level: u32) {
    let Some(field) = builder.front().get(index) else { return };
    let (value, range) = (field.value.clone(), field.span.range());
    builder.open(kind, role, 0, level);
    place::text(builder, &value, range);
    builder.end();
}
