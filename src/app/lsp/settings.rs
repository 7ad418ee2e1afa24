//! What a user set in the editor: over what the command line of the server says.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::app::args::{BaselineArgs, CheckArgs, LspArgs};
use crate::app::publications::Choice;

/// What is offered as a reason where nobody set any.
const REASONS: [&str; 3] = ["checked with the source", "our own count", "agreed with the desk"];

/// How drafts are judged, and what is shown of them.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// Which configuration judges.
    pub(super) choice: Choice,
    /// Whether rules speak at their strict level.
    pub(super) strict: bool,
    /// The index that drafts are held against.
    pub(super) against: Option<PathBuf>,
    /// Whether the publications of open drafts are looked through, where no index is set.
    pub(super) across: bool,
    /// How findings are told: with what baselines know, or without.
    pub(super) check: CheckArgs,
    /// Whether it is written behind each figure who stands behind it.
    pub(super) hints: bool,
    /// Why something may be permitted: offered where an editor asks for a reason.
    pub(super) reasons: Vec<String>,
}

impl Settings {
    /// What the command line says.
    pub(super) fn new(args: &LspArgs) -> Self {
        let baselines = BaselineArgs { no_baseline: args.no_baseline, ..BaselineArgs::default() };
        Self {
            choice: args.policy.choice(),
            strict: args.strict,
            against: args.against.clone(),
            across: true,
            check: CheckArgs { baselines, ..CheckArgs::default() },
            hints: false,
            reasons: REASONS.map(str::to_owned).to_vec(),
        }
    }

    /// Takes over what an editor sends, paths in it seen from a folder; what of it cannot be taken, in words.
    pub(super) fn take(&mut self, sent: &Value, folder: &Path) -> Vec<String> {
        let Some(sent) = sent.get("copydesk").unwrap_or(sent).as_object() else { return Vec::new() };
        let mut troubles = Vec::new();
        for (key, value) in sent {
            if !self.set(key, value, folder) {
                troubles.push(match KEYS.iter().find(|(known, _)| known == key) {
                    Some((_, wanted)) => format!("the setting `{key}` takes {wanted}, and is left aside"),
                    None => {
                        let known = KEYS.map(|(key, _)| key).join(", ");
                        format!("there is no setting `{key}`; there are {known}")
                    }
                });
            }
        }
        troubles
    }

    /// Sets one key; whether its value is of a kind that it takes.
    fn set(&mut self, key: &str, value: &Value, folder: &Path) -> bool {
        let text = || value.as_str().filter(|text| !text.is_empty());
        // Editors send what is not set as null, or as nothing.
        let unset = value.is_null() || value.as_str() == Some("");
        match (key, value) {
            // What concerns the editor alone.
            ("path" | "trace" | "enable", _) => {}
            (key, _) if unset && KEYS.iter().any(|(known, _)| *known == key) => {}
            ("config", Value::String(path)) => self.choice = Choice::File(folder.join(path)),
            ("profile", Value::String(name)) => self.choice = Choice::Profile(name.clone()),
            ("strict", &Value::Bool(strict)) => self.strict = strict,
            ("against", _) if text().is_some() => self.against = text().map(|path| folder.join(path)),
            ("across", &Value::Bool(looked)) => self.across = looked,
            ("baseline", &Value::Bool(used)) => self.check.baselines.no_baseline = !used,
            ("hints", &Value::Bool(shown)) => self.hints = shown,
            ("reasons", Value::Array(reasons)) => {
                let reasons: Option<Vec<String>> = reasons.iter().map(|reason| reason.as_str().map(str::to_owned)).collect();
                let Some(reasons) = reasons else { return false };
                self.reasons = reasons;
            }
            _ => return false,
        }
        true
    }
}

/// All settings, and what each takes.
pub(super) const KEYS: [(&str, &str); 8] = [
    ("config", "the path of a copydesk.toml"),
    ("profile", "the name of a profile"),
    ("strict", "true or false"),
    ("against", "the path of an index"),
    ("across", "true or false"),
    ("baseline", "true or false"),
    ("hints", "true or false"),
    ("reasons", "a list of texts"),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::app::args::PolicyArgs;

    fn settings() -> Settings {
        let policy = PolicyArgs::default();
        Settings::new(&LspArgs { policy, strict: false, against: None, no_baseline: false, stdio: false })
    }

    #[test]
    fn what_an_editor_sends_is_laid_over_the_command_line() {
        let mut own = settings();
        let sent = json!({"copydesk": {
            "strict": true, "against": "shelf", "across": false, "baseline": false, "hints": true, "profile": null, "path": "/bin/x", "reasons": ["so"],
        }});
        assert_eq!(own.take(&sent, Path::new("/site")), Vec::<String>::new());
        assert!(
            own.strict && own.hints && !own.across && own.check.baselines.no_baseline && matches!(own.choice, Choice::Nearest)
        );
        assert_eq!((own.against, own.reasons), (Some("/site/shelf".into()), vec!["so".to_owned()]));
    }

    #[test]
    fn what_cannot_be_taken_is_told() {
        let told = settings().take(&json!({"strict": "yes", "strickt": true, "reasons": [1]}), Path::new("/"));
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().any(|told| told.contains("`strickt`")), "{told:?}");
        assert_eq!(settings().take(&json!(null), Path::new("/")), Vec::<String>::new());
    }

    #[test]
    fn every_key_is_taken_as_it_says() {
        for (key, wanted) in KEYS {
            let value = match wanted {
                "true or false" => json!(true),
                "a list of texts" => json!(["x"]),
                _ => json!("x"),
            };
            assert!(settings().set(key, &value, Path::new("/")), "{key}");
            assert!(settings().set(key, &Value::Null, Path::new("/")), "{key}");
            assert!(!settings().set(key, &json!(7), Path::new("/")), "{key}");
        }
    }
}
