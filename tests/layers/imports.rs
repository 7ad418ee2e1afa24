//! What a file of Rust names: every path in it, with groups of `use` laid flat and macros read too, but not comments and strings.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path in a file, as it stands there or as `use` groups spell it out: `super`, `sheet`, `Entry`.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
    /// Whether it stands in a `#[cfg(test)]`.
    pub(crate) in_test: bool,
}

/// What stands in a file.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) paths: Vec<Named>,
    /// What `use` calls by which name: `io` is `std`, `io`.
    pub(crate) aliases: BTreeMap<String, Vec<String>>,
    /// Types and traits that the file defines, outside tests, with their lines.
    pub(crate) types: Vec<(String, usize)>,
    /// Macros that it calls outside tests, with their lines.
    pub(crate) macros: Vec<(String, usize)>,
}

impl Contents {
    pub(crate) fn of(text: &str) -> Self {
        let tokens: TokenStream = text.parse().expect("src is Rust");
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut contents = Self::default();
        contents.types(&tokens);
        contents.walk(&tokens, false);
        contents
    }

    /// A path with what `use` calls its beginning spelt out.
    pub(crate) fn spelt_out(&self, path: &[String]) -> Vec<String> {
        let mut path = path.to_vec();
        // An alias may be made of an alias; two names of one thing go on for ever.
        for _ in 0..4 {
            match self.aliases.get(&path[0]) {
                Some(whole) if *whole != path[..1] => path.splice(..1, whole.iter().cloned()),
                _ => break,
            };
        }
        path
    }

    /// Types at the top of a file; those inside something are nobody else's business.
    fn types(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            if is_test(&tokens[at..]) {
                at += item(&tokens[at..]);
                continue;
            }
            if ["struct", "enum", "trait", "type", "union"].iter().any(|word| is_ident(&tokens[at], word))
                && let Some(TokenTree::Ident(name)) = tokens.get(at + 1)
            {
                self.types.push((name.to_string(), name.span().start().line));
            }
            at += 1;
        }
    }

    fn walk(&mut self, tokens: &[TokenTree], in_test: bool) {
        let mut at = 0;
        while at < tokens.len() {
            if !in_test && is_test(&tokens[at..]) {
                let end = at + item(&tokens[at..]);
                self.walk(&tokens[at + 2..end], true);
                at = end;
                continue;
            }
            match &tokens[at] {
                // `pub(in crate::room)` imports nothing.
                TokenTree::Group(group) if group.stream().into_iter().next().is_some_and(|first| is_ident(&first, "in")) => {}
                TokenTree::Group(group) => self.walk(&group.stream().into_iter().collect::<Vec<_>>(), in_test),
                TokenTree::Ident(word) if *word == "use" && !tokens.get(at + 1).is_some_and(|next| is_mark(next, '<')) => {
                    let end = tokens[at..].iter().position(|token| is_mark(token, ';')).map_or(tokens.len(), |end| at + end);
                    self.tree(&tokens[at + 1..end], &[], in_test);
                    at = end;
                }
                TokenTree::Ident(word) => {
                    let (path, end) = path(tokens, at);
                    let (line, goes_on) = (word.span().start().line, at > 1 && is_colons(tokens, at - 2));
                    if path.len() > 1 && !goes_on {
                        self.paths.push(Named { path, line, in_test });
                    } else if !in_test && tokens.get(at + 1).is_some_and(|next| is_mark(next, '!')) {
                        self.macros.push((word.to_string(), line));
                    }
                    at = end - 1;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// The paths of a `use`, behind what stands before its braces.
    fn tree(&mut self, tokens: &[TokenTree], before: &[String], in_test: bool) {
        let start = if is_colons(tokens, 0) { 2 } else { 0 };
        let Some(first) = tokens.get(start) else { return };
        let line = first.span().start().line;
        let (mut path, mut end) = (before.to_vec(), start);
        if let TokenTree::Ident(_) = first {
            let (own, behind) = self::path(tokens, start);
            path.extend(own);
            end = behind;
        }
        match tokens.get(if is_colons(tokens, end) { end + 2 } else { end }) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                inside.split(|token| is_mark(token, ',')).for_each(|tree| self.tree(tree, &path, in_test));
                return;
            }
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => {}
            renamed => {
                if !before.is_empty() && path.last().is_some_and(|last| last == "self") {
                    path.pop();
                }
                let name = match (renamed, tokens.get(end + 1)) {
                    (Some(word), Some(TokenTree::Ident(name))) if is_ident(word, "as") => name.to_string(),
                    _ => path.last().cloned().unwrap_or_default(),
                };
                if !in_test {
                    self.aliases.insert(name, path.clone());
                }
            }
        }
        self.paths.push(Named { path, line, in_test });
    }
}

/// The path that begins at a token, and where it ends.
fn path(tokens: &[TokenTree], start: usize) -> (Vec<String>, usize) {
    let (mut path, mut at) = (vec![tokens[start].to_string()], start + 1);
    while is_colons(tokens, at)
        && let Some(TokenTree::Ident(next)) = tokens.get(at + 2)
    {
        path.push(next.to_string());
        at += 3;
    }
    (path, at)
}

/// Whether an item for tests alone begins here.
fn is_test(tokens: &[TokenTree]) -> bool {
    let [hash, TokenTree::Group(attribute), ..] = tokens else { return false };
    is_mark(hash, '#') && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// How many tokens an item with an attribute takes.
fn item(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_mark(token, ';'),
    };
    tokens.iter().position(ends).map_or(tokens.len(), |end| end + 1)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    tokens.get(at..at + 2).is_some_and(|two| two.iter().all(|token| is_mark(token, ':')))
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn is_ident(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}
