//! What an element makes of the text in it: kind, role, group and level, by its tag and attributes.

use crate::text::{Hidden, Kind, Role};

use super::attribute::{Attributes, footnote, names_note, returns};
use super::stack::ElementContext;
use super::tag::Tag;
use super::{HtmlReader, Title};

impl HtmlReader<'_> {
    /// The context in an element that stands in the context `around`.
    pub(super) fn context(&mut self, tag: Tag, attributes: &Attributes, around: ElementContext) -> ElementContext {
        if around.skip {
            return around;
        }
        let role = self.role(tag, attributes, around);
        let apart = around.apart || role != around.role && !tag.is_block();
        let skip = tag.is_skipped() || tag == Tag::A && self.leads_to_note(attributes);
        let mut context = ElementContext { role, apart, skip, ..around };
        self.frame(tag, &mut context);
        if self.title == Title::Page && tag == Tag::Title {
            self.title = Title::None;
            return ElementContext { kind: Kind::Heading, role: Role::Title, level: 1, ..ElementContext::BODY };
        }
        let is_note = || attributes.raw("id").is_some_and(names_note) || attributes.raw("role") == Some("doc-footnote");
        if matches!(tag, Tag::Li | Tag::P | Tag::Div | Tag::Dd | Tag::Aside | Tag::Section) && is_note() {
            context.kind = Kind::Note;
        }
        context
    }

    /// Sets what the tag alone says.
    fn frame(&mut self, tag: Tag, context: &mut ElementContext) {
        match tag {
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir | Tag::Dl => {
                if context.depth == 0 {
                    context.list = self.group();
                }
                context.depth += 1;
            }
            Tag::Li | Tag::Dt | Tag::Dd => match context.kind {
                Kind::Quote => {}
                _ => context.set(Kind::Item, context.list, context.depth.max(1)),
            },
            Tag::Blockquote => {
                let group = self.group();
                context.set(Kind::Quote, group, 0);
                context.depth = 0;
            }
            Tag::Td | Tag::Th => {
                let (group, rows) = self.tables.last().map_or((0, 0), |table| (table.group, table.rows));
                context.set(Kind::Cell, group, rows.saturating_sub(1));
                context.depth = 0;
            }
            Tag::Figcaption | Tag::Caption => context.set(Kind::Caption, 0, 0),
            Tag::P if context.kind == Kind::Heading => context.set(Kind::Paragraph, 0, 0),
            _ => tag.heading().into_iter().for_each(|level| context.set(Kind::Heading, 0, level)),
        }
    }

    pub(super) fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    fn role(&self, tag: Tag, attributes: &Attributes, around: ElementContext) -> Role {
        let hidden = attributes.hide() || tag == Tag::Dialog && attributes.raw("open").is_none();
        let chrome = match tag {
            Tag::Nav | Tag::Button => true,
            Tag::Form => !attributes.is_of_whole_page(),
            Tag::Footer => around.kind != Kind::Quote,
            _ => attributes.is_chrome(tag),
        };
        match around.role {
            Role::Folded if tag == Tag::Summary => self.stack.around(Tag::Details).map_or(around.role, |outside| outside.role),
            Role::Hidden(_) => around.role,
            _ if hidden => Role::Hidden(Hidden::Element),
            Role::Chrome if tag == Tag::Main || tag == Tag::Article && self.stack.has(Tag::Form) => Role::Body,
            Role::Body | Role::Dek | Role::Folded if chrome => Role::Chrome,
            Role::Body | Role::Dek if attributes.fade() || tag == Tag::Details && attributes.raw("open").is_none() => {
                Role::Folded
            }
            Role::Body if may_be_dek(tag) && attributes.is_dek() => Role::Dek,
            role => role,
        }
    }

    /// Whether a link is the mark of a footnote, or leads from one back to it: its text is no part of the sentence.
    fn leads_to_note(&self, attributes: &Attributes) -> bool {
        let href = attributes.raw("href").unwrap_or_default();
        href.starts_with('#') && (returns(href) || footnote(href, self.stack.has(Tag::Sup)).is_some())
    }
}

fn may_be_dek(tag: Tag) -> bool {
    matches!(tag, Tag::P | Tag::Div | Tag::H2 | Tag::H3 | Tag::H4)
}
