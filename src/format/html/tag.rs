//! The tags that matter to an article, and how each behaves.

use crate::text::MarkSort;

macro_rules! tags {
    ($($tag:ident $name:literal)*) => {
        /// The name of an element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Tag {
            $($tag,)*
            /// A custom element: its name has a hyphen.
            Custom,
            /// Any other: inline, without a meaning of its own.
            Other,
        }

        impl Tag {
            /// The tag of a name in lower case.
            pub(super) fn of(name: &[u8]) -> Self {
                match name {
                    $($name => Self::$tag,)*
                    _ if name.contains(&b'-') => Self::Custom,
                    _ => Self::Other,
                }
            }
        }
    };
}

tags! {
    A b"a" Address b"address" Area b"area" Article b"article" Aside b"aside" Audio b"audio" B b"b" Base b"base"
    Blockquote b"blockquote" Body b"body" Br b"br" Button b"button" Canvas b"canvas" Caption b"caption" Center b"center"
    Cite b"cite" Code b"code" Col b"col" Colgroup b"colgroup" Datalist b"datalist" Dd b"dd" Del b"del" Details b"details"
    Dialog b"dialog" Dir b"dir" Div b"div" Dl b"dl" Dt b"dt" Em b"em" Embed b"embed" Fieldset b"fieldset"
    Figcaption b"figcaption" Figure b"figure" Footer b"footer" Form b"form" H1 b"h1" H2 b"h2" H3 b"h3" H4 b"h4" H5 b"h5"
    H6 b"h6" Head b"head" Header b"header" Hgroup b"hgroup" Hr b"hr" Html b"html" I b"i" Iframe b"iframe" Img b"img"
    Input b"input" Kbd b"kbd" Legend b"legend" Li b"li" Link b"link" Main b"main" Math b"math" Menu b"menu" Meta b"meta"
    Nav b"nav" Noembed b"noembed" Noframes b"noframes" Noscript b"noscript" Object b"object" Ol b"ol" Optgroup b"optgroup"
    Option b"option" P b"p" Param b"param" Pre b"pre" Q b"q" S b"s" Samp b"samp" Script b"script" Search b"search"
    Section b"section" Select b"select" Source b"source" Strike b"strike" Strong b"strong" Style b"style"
    Summary b"summary" Sup b"sup" Svg b"svg" Table b"table" Tbody b"tbody" Td b"td" Template b"template"
    Textarea b"textarea" Tfoot b"tfoot" Th b"th" Thead b"thead" Title b"title" Tr b"tr" Track b"track" Tt b"tt" Ul b"ul"
    Var b"var" Video b"video" Wbr b"wbr" Xmp b"xmp"
}

impl Tag {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Other as usize + 1;

    /// Whether the element begins and ends a stretch of text.
    pub(super) fn is_block(self) -> bool {
        use Tag::*;
        self.heading().is_some()
            || matches!(self, Address | Article | Aside | Blockquote | Body | Caption | Center | Colgroup | Dd | Details)
            || matches!(self, Dialog | Dir | Div | Dl | Dt | Fieldset | Figcaption | Figure | Footer | Form | Head | Header)
            || matches!(self, Hgroup | Hr | Html | Legend | Li | Main | Menu | Nav | Ol | P | Pre | Search | Section | Summary)
            || matches!(self, Table | Tbody | Td | Tfoot | Th | Thead | Title | Tr | Ul | Xmp)
    }

    /// Whether the element may hold several paragraphs.
    pub(super) fn is_container(self) -> bool {
        let is_text = self.heading().is_some() || matches!(self, Self::P | Self::Hr | Self::Colgroup | Self::Head | Self::Title);
        self == Self::Custom || self.is_block() && !is_text
    }

    /// Whether the element is part of a table's frame.
    pub(super) fn is_tabular(self) -> bool {
        use Tag::*;
        self.is_cell() || matches!(self, Colgroup | Table | Tbody | Tfoot | Thead | Tr)
    }

    /// Whether the element is where a table has its text.
    pub(super) fn is_cell(self) -> bool {
        matches!(self, Self::Caption | Self::Td | Self::Th)
    }

    /// Whether everything up to its end tag is text, whatever it looks like.
    pub(super) fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Iframe | Noembed | Noscript | Script | Style | Textarea | Title | Xmp)
    }

    /// Whether the element has no end tag.
    pub(super) fn is_void(self) -> bool {
        use Tag::*;
        matches!(self, Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr)
    }

    /// Whether the element needs no end tag, though it may have one.
    pub(super) fn may_stay_open(self) -> bool {
        use Tag::*;
        matches!(self, Body | Caption | Colgroup | Dd | Dt | Head | Html | Li | Optgroup | Option | P | Tbody | Td | Tfoot | Th)
            || matches!(self, Thead | Tr)
    }

    /// Whether what stands in the element is no text of the article.
    pub(super) fn is_skipped(self) -> bool {
        use Tag::*;
        matches!(self, Audio | Canvas | Datalist | Iframe | Math | Noembed | Noframes | Noscript | Object | Pre)
            || matches!(self, Script | Select | Style | Svg | Template | Textarea | Title | Video | Xmp)
    }

    /// The level of a heading.
    pub(super) fn heading(self) -> Option<u32> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// How the element sets its text apart.
    pub(super) fn mark(self) -> Option<MarkSort> {
        match self {
            Self::Code | Self::Kbd | Self::Samp | Self::Tt | Self::Var => Some(MarkSort::Code),
            Self::Em | Self::I => Some(MarkSort::Emphasis),
            Self::Strong | Self::B => Some(MarkSort::Strong),
            Self::Q => Some(MarkSort::Quote),
            Self::Cite => Some(MarkSort::Cite),
            Self::Del | Self::S | Self::Strike => Some(MarkSort::Deleted),
            _ => None,
        }
    }

    /// The open elements that a start tag of this name ends, and those behind which it ends none.
    pub(super) fn ends(self) -> (&'static [Self], &'static [Self]) {
        use Tag::*;
        match self {
            Li => (&[Li], &[Ul, Ol, Menu, Dir, Table]),
            Dt | Dd => (&[Dt, Dd], &[Dl, Table]),
            Td | Th => (&[Td, Th, Caption], &[Tr, Table]),
            Tr => (&[Tr, Caption, Colgroup], &[Thead, Tbody, Tfoot, Table]),
            Thead | Tbody | Tfoot => (&[Thead, Tbody, Tfoot, Caption, Colgroup], &[Table]),
            H1 | H2 | H3 | H4 | H5 | H6 => (&[P, H1, H2, H3, H4, H5, H6], &[Blockquote, Li, Dd, Td, Th, Div, Section, Article]),
            _ if self.is_block() => (&[P], &[Table, Td, Th, Caption, Button, Blockquote, Li, Dd]),
            _ => (&[], &[]),
        }
    }
}
