//! Where quotation marks open and close in a block.

use std::ops::Range;

use super::line::Line;
use super::token::Shape;

/// A stretch inside quotation marks, the marks left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Whether the mark that ends it stands in this block; else it runs to the block's end and may go on in the next.
    pub closed: bool,
}

/// The quotations of a block, in order; a quotation inside another is not told apart.
pub fn find(line: &Line<'_>) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for at in 0..line.tokens.len() {
        let Shape::Mark(mark) = line.tokens[at].shape else { continue };
        match open {
            None if opens(line, at, mark) => open = Some((mark, at + 1)),
            Some((begun, start)) if closes(line, at, begun, mark) => {
                found.push(Quotation { tokens: start..at, closed: true });
                open = None;
            }
            _ => {}
        }
    }
    if let Some((mark, start)) = open
        && mark != '\''
        && mark != '‘'
    {
        found.push(Quotation { tokens: start..line.tokens.len(), closed: false });
    }
    found
}

fn opens(line: &Line<'_>, at: usize, mark: char) -> bool {
    let free = at == 0 || !line.glued(at) || line.mark(at - 1, &['(', '[', '—', '–', '-', '“', '"']);
    match mark {
        '“' | '„' | '«' | '‹' | '「' => true,
        // A straight mark with a space on both sides ("she said , \" yes \"") opens as well as it closes: parity decides.
        '"' => free,
        '‘' => free && line.glued(at + 1),
        '\'' => free && line.glued(at + 1) && line.get(at + 1).is_some_and(|next| next.is_word()),
        _ => false,
    }
}

fn closes(line: &Line<'_>, at: usize, begun: char, mark: char) -> bool {
    match begun {
        '“' | '„' => matches!(mark, '”' | '“') || mark == '"',
        '"' => mark == '"' || mark == '”',
        '«' => mark == '»',
        '‹' => mark == '›',
        '「' => mark == '」',
        // An apostrophe that ends a plural ("the workers’ union") is followed by a word; a closing mark rarely is.
        '‘' => mark == '’' && !line.get(at + 1).is_some_and(|next| next.shape == Shape::Word && line.glued(at)),
        '\'' => {
            let free = !line.glued(at + 1) || line.get(at + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(_)));
            mark == '\'' && free
        }
        _ => false,
    }
}
