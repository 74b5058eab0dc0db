//! Puts content together: text into paragraphs, one space between words, no
//! element without content.
//!
//! Elements of text are opened when the first word in them comes, and opened
//! again where a block divides them. So white space at their edges ends up
//! outside, what is empty vanishes, and `<a><h3>x</h3></a>` is a heading with a
//! link in it.

use larder_html::Element;

use crate::content::{Attribute, Content, Item, Name, Open, Span};

/// How many elements of text may be open around each other.
const DEEPEST_TEXT: usize = 24;

/// How deep blocks may be in each other: less than what the parser of HTML allows.
const DEEPEST_BLOCKS: usize = 200;

/// Content in the making.
#[derive(Debug, Default)]
pub(super) struct Builder {
    content: Content,
    /// The blocks that are open, the innermost last.
    open: Vec<Frame>,
    /// The elements of text that are open in the source. Those that are in the list already come first.
    inlines: Vec<Inline>,
    /// How many of them are in the list.
    begun: usize,
    space: bool,
    breaks: usize,
    anchors: Vec<Span>,
    /// Whether the open text block holds something.
    has_content: bool,
    /// What direction the blocks around have said.
    direction: Option<&'static str>,
    /// How many bytes may still be spent on opening elements again.
    again: usize,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    element: Element,
    at: usize,
    /// Of a list: where its last item begins, 0 if it has none.
    last_item: usize,
}

#[derive(Clone, Copy, Debug)]
struct Inline {
    element: Element,
    attributes: Span,
    at: usize,
    was_begun: bool,
}

/// Whether text can stand in a block, in a paragraph.
fn holds_text(element: Element) -> bool {
    use Element as E;
    matches!(
        element,
        E::Li
            | E::Td
            | E::Th
            | E::Dd
            | E::Dt
            | E::Blockquote
            | E::Details
            | E::Summary
            | E::Caption
    )
}

/// Whether an element holds text only, a line of it.
fn is_text_block(element: Element) -> bool {
    element == Element::P || element.is_heading()
}

impl Builder {
    /// `length` is how long the source is: what is opened again must stay in proportion.
    pub(super) fn new(length: usize) -> Self {
        let mut builder = Self { again: length * 4 + (1 << 16), ..Self::default() };
        builder.content.texts.reserve(length / 2);
        builder
    }

    pub(super) fn finish(mut self) -> Content {
        self.close_to(0);
        self.put_anchors_alone();
        self.set_ends();
        self.content
    }

    /// Writes into each beginning where its end is.
    fn set_ends(&mut self) {
        let mut open = Vec::new();
        for at in 0..self.content.items.len() {
            match self.content.items[at] {
                Item::Open(_) => open.push(at),
                Item::Text(_) => {}
                Item::Close => {
                    if let Some(Item::Open(start)) =
                        open.pop().and_then(|start: usize| self.content.items.get_mut(start))
                    {
                        start.end = Span::new(at, at).start;
                    }
                }
            }
        }
    }

    /// The innermost block.
    pub(super) fn top(&self) -> Option<Element> {
        self.open.last().map(|frame| frame.element)
    }

    /// The innermost block that is no paragraph or heading.
    pub(super) fn container(&self) -> Option<Element> {
        self.open.iter().rev().map(|frame| frame.element).find(|it| !is_text_block(*it))
    }

    /// How much has been written.
    pub(super) fn length(&self) -> usize {
        self.content.items.len()
    }

    /// How many blocks are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether a block more may be opened.
    pub(super) fn has_room(&self) -> bool {
        self.open.len() < DEEPEST_BLOCKS
    }

    /// Whether nothing stands in the open text block yet, or none is open.
    pub(super) fn is_at_start(&self) -> bool {
        !self.has_content
    }

    pub(super) fn direction(&self) -> Option<&'static str> {
        self.direction
    }

    pub(super) fn set_direction(&mut self, direction: Option<&'static str>) {
        self.direction = direction;
    }

    /// Text as it stands in the source.
    pub(super) fn text(&mut self, text: &str) {
        let begun = text.trim_start_matches(is_space);
        self.space |= begun.len() < text.len();
        let body = begun.trim_end_matches(is_space);
        if !body.is_empty() {
            self.ready();
            self.push_words(body);
            self.has_content = true;
            self.space = body.len() < begun.len();
        }
    }

    /// Text of which no white space may change.
    pub(super) fn verbatim(&mut self, text: &str) {
        if !text.is_empty() {
            self.push_text(text);
        }
    }

    /// The end of a line.
    pub(super) fn line_break(&mut self) {
        if self.has_content {
            self.breaks += 1;
        }
        self.space = false;
    }

    /// A place that can be pointed at.
    pub(super) fn anchor(&mut self, id: &str) {
        let value = self.value(id);
        let known = |other: &Span| self.content.values[other.range()] == *id;
        if !self.anchors.last().is_some_and(known) {
            self.anchors.push(value);
        }
    }

    /// The end of a block that is nothing but its content.
    pub(super) fn end_boundary(&mut self) {
        self.boundary();
        if !self.top().is_some_and(Element::is_heading) {
            self.put_anchors_alone();
        }
    }

    /// The beginning of a block that is nothing but its content.
    pub(super) fn boundary(&mut self) {
        if self.top().is_some_and(Element::is_heading) {
            if self.has_content {
                self.breaks = self.breaks.max(1);
            }
        } else {
            self.end_text_block();
        }
    }

    /// Opens a block.
    pub(super) fn start(&mut self, element: Element, mut attributes: Vec<(Name, &str)>) {
        self.end_text_block();
        let is_part = matches!(
            element,
            Element::Li | Element::Dt | Element::Dd | Element::Tr | Element::Td | Element::Th
        );
        if !is_part {
            self.ensure_item();
        }
        // Nothing of these would show an anchor where it stands.
        if matches!(element, Element::Pre | Element::Table | Element::Hr) {
            self.put_anchors_alone();
        }
        if let Some(direction) = self.direction.filter(|_| takes_direction(element)) {
            attributes.push((Name::Dir, direction));
        }
        let attributes = self.attributes(attributes);
        self.push_block(element, attributes);
    }

    /// Ends all blocks but so many.
    pub(super) fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.end_block();
        }
    }

    /// Opens an element of text; the same number of [`end_inline`](Self::end_inline) must follow.
    /// Returns whether it did.
    pub(super) fn start_inline(&mut self, element: Element, attributes: Vec<(Name, &str)>) -> bool {
        let same = |inline: &Inline| inline.element == element;
        let repeats = !matches!(element, Element::Sub | Element::Sup | Element::Span | Element::Q);
        if self.inlines.len() >= DEEPEST_TEXT || repeats && self.inlines.iter().any(same) {
            return false;
        }
        let attributes = self.attributes(attributes);
        self.inlines.push(Inline { element, attributes, at: 0, was_begun: false });
        true
    }

    /// Ends the innermost element of text.
    pub(super) fn end_inline(&mut self) {
        if self.begun == self.inlines.len() {
            self.end_begun();
        }
        self.inlines.pop();
    }

    /// An element of text that holds no text.
    pub(super) fn leaf(&mut self, element: Element, attributes: Vec<(Name, &str)>) {
        self.start_leaf(element, attributes);
        self.end_leaf();
    }

    /// Begins an element of text that holds elements but no text.
    pub(super) fn start_leaf(&mut self, element: Element, attributes: Vec<(Name, &str)>) {
        let attributes = self.attributes(attributes);
        self.ready();
        self.push_open(element, attributes);
        self.has_content = true;
    }

    /// Ends what [`start_leaf`](Self::start_leaf) began.
    pub(super) fn end_leaf(&mut self) {
        self.push_close();
    }

    /// A check box: what follows begins as if nothing stood before it.
    pub(super) fn check_box(&mut self, is_checked: bool) {
        let mut attributes = vec![(Name::Disabled, "")];
        if is_checked {
            attributes.push((Name::Checked, ""));
        }
        self.leaf(Element::Input, attributes);
        self.has_content = false;
    }

    /// An element within a `pre`: it is there at once, and nothing is collapsed.
    pub(super) fn start_verbatim(&mut self, element: Element, attributes: Vec<(Name, &str)>) {
        let attributes = self.attributes(attributes);
        self.push_open(element, attributes);
    }

    /// Ends the innermost element within a `pre`.
    pub(super) fn end_verbatim(&mut self) {
        self.push_close();
    }

    /// Takes line ends off the end of what was written last, at most one.
    pub(super) fn trim_line_end(&mut self) {
        let Some(Item::Text(span)) = self.content.items.last_mut() else { return };
        if self.content.texts.ends_with('\n') {
            self.content.texts.pop();
            span.end -= 1;
            if span.is_empty() {
                self.content.items.pop();
            }
        }
    }

    /// Whether the last thing in the list is the beginning of an element.
    pub(super) fn ends_with_start(&self) -> bool {
        matches!(self.content.items.last(), Some(Item::Open(_)))
    }

    /// Whether the last thing in the list is text that ends a line.
    pub(super) fn ends_with_line_end(&self) -> bool {
        matches!(self.content.items.last(), Some(Item::Text(_)))
            && self.content.texts.ends_with('\n')
    }

    /// Makes the place ready for a word: opens what has to be open around it.
    fn ready(&mut self) {
        self.open_paragraph();
        self.separate();
        self.put_anchors();
        self.begin_inlines();
    }

    fn open_paragraph(&mut self) {
        if !self.open.last().is_some_and(|frame| is_text_block(frame.element)) {
            self.ensure_item();
            let direction = self.direction.map(|direction| (Name::Dir, direction));
            let attributes = self.attributes(direction.into_iter().collect());
            self.push_block(Element::P, attributes);
        }
    }

    /// Puts anchors into a paragraph of their own, for nothing follows that could hold them.
    fn put_anchors_alone(&mut self) {
        if !self.anchors.is_empty() {
            self.open_paragraph();
            self.put_anchors();
            self.end_text_block();
        }
    }

    /// Puts anchors where they are, or after the link that is open: no link stands in another.
    fn put_anchors(&mut self) {
        if self.inlines[..self.begun].iter().any(|inline| inline.element == Element::A) {
            return;
        }
        for anchor in std::mem::take(&mut self.anchors) {
            let start = self.content.attributes.len();
            self.content.attributes.push(Attribute { name: Name::Id, value: anchor });
            self.push_open(Element::A, Span::new(start, start + 1));
            self.push_close();
            self.has_content = true;
        }
    }

    fn separate(&mut self) {
        let (space, breaks) = (self.space, self.breaks);
        (self.space, self.breaks) = (false, 0);
        if !self.has_content {
            return;
        }
        for _ in 0..breaks {
            self.push_open(Element::Br, Span::default());
            self.push_close();
        }
        if breaks == 0 && space {
            self.push_text(" ");
        }
    }

    fn begin_inlines(&mut self) {
        while self.begun < self.inlines.len() {
            let Inline { element, attributes, was_begun, .. } = self.inlines[self.begun];
            if was_begun && !self.afford(attributes) {
                // Too much of it: what is left of the text goes without.
                for inline in &mut self.inlines[self.begun..] {
                    inline.at = usize::MAX;
                }
                self.begun = self.inlines.len();
                return;
            }
            let at = self.push_open(element, attributes);
            let inline = &mut self.inlines[self.begun];
            (inline.at, inline.was_begun) = (at, true);
            self.begun += 1;
        }
    }

    fn afford(&mut self, attributes: Span) -> bool {
        let values = self.content.attributes[attributes.range()].iter();
        let cost = 16 + values.map(|it| it.value.range().len()).sum::<usize>();
        let can = cost <= self.again;
        self.again = self.again.saturating_sub(cost);
        can
    }

    fn end_begun(&mut self) {
        self.begun -= 1;
        if self.inlines[self.begun].at != usize::MAX {
            self.push_close();
        }
    }

    /// Ends an open paragraph or heading.
    pub(super) fn end_text_block(&mut self) {
        if self.top().is_some_and(is_text_block) {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        let Some(frame) = self.open.last().copied() else { return };
        if holds_text(frame.element) {
            self.end_text_block();
            self.put_anchors_alone();
        }
        if is_text_block(frame.element) {
            while self.begun > 0 {
                self.end_begun();
            }
            self.put_anchors();
            (self.space, self.breaks, self.has_content) = (false, 0, false);
        }
        self.open.pop();
        if self.is_nothing(frame) {
            self.content.items.truncate(frame.at);
        } else {
            self.push_close();
        }
    }

    /// Whether a block has turned out to be nothing.
    fn is_nothing(&self, frame: Frame) -> bool {
        let items = &self.content.items[frame.at + 1..];
        match frame.element {
            Element::Tr => self.is_empty_head(frame),
            Element::Td | Element::Th | Element::Li | Element::Dd | Element::Dt => false,
            Element::Summary | Element::Hr | Element::Pre => false,
            _ => items.is_empty(),
        }
    }

    /// Whether a row is what Markdown writes where a table has no head: the first, and nothing but empty heads.
    fn is_empty_head(&self, frame: Frame) -> bool {
        let is_first = self.open.last().is_some_and(|table| table.at + 1 == frame.at);
        let is_empty = |item: &Item| match item {
            Item::Open(open) => open.element == Element::Th && open.attributes.is_empty(),
            Item::Text(_) => false,
            Item::Close => true,
        };
        is_first && self.content.items[frame.at + 1..].iter().all(is_empty)
    }

    /// Within a list there are only items, within a list of terms only terms and what is said of them.
    fn ensure_item(&mut self) {
        let Some(frame) = self.open.last().copied() else { return };
        match frame.element {
            Element::Ul | Element::Ol if frame.last_item > 0 => {
                self.content.items.pop();
                let at = frame.last_item;
                self.open.push(Frame { element: Element::Li, at, last_item: 0 });
            }
            Element::Ul | Element::Ol => self.push_block(Element::Li, Span::default()),
            Element::Dl => self.push_block(Element::Dd, Span::default()),
            _ => {}
        }
    }

    fn push_block(&mut self, element: Element, attributes: Span) {
        let at = self.push_open(element, attributes);
        if element == Element::Li
            && let Some(list) = self.open.last_mut()
        {
            list.last_item = at;
        }
        self.open.push(Frame { element, at, last_item: 0 });
    }

    fn push_open(&mut self, element: Element, attributes: Span) -> usize {
        let at = self.content.items.len();
        self.content.items.push(Item::Open(Open { element, attributes, end: 0 }));
        at
    }

    fn push_close(&mut self) {
        self.content.items.push(Item::Close);
    }

    /// Text that neither begins nor ends with white space, with one space between words.
    fn push_words(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let is_more = |at: usize| {
            bytes[at] != b' ' && is_space(char::from(bytes[at]))
                || bytes[at] == b' ' && is_space(char::from(bytes[at + 1]))
        };
        let mut written = 0;
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] > b' ' || !is_more(at) {
                at += 1;
                continue;
            }
            self.push_text(&text[written..at]);
            self.push_text(" ");
            at += bytes[at..].iter().take_while(|byte| is_space(char::from(**byte))).count();
            written = at;
        }
        self.push_text(&text[written..]);
    }

    fn push_text(&mut self, text: &str) {
        let start = self.content.texts.len();
        self.content.texts.push_str(text);
        let end = self.content.texts.len();
        match self.content.items.last_mut() {
            Some(Item::Text(span)) if span.end as usize == start => {
                span.end = Span::new(start, end).end
            }
            _ => self.content.items.push(Item::Text(Span::new(start, end))),
        }
    }

    fn attributes(&mut self, mut attributes: Vec<(Name, &str)>) -> Span {
        attributes.sort_by_key(|(name, _)| *name);
        attributes.dedup_by_key(|(name, _)| *name);
        let start = self.content.attributes.len();
        for (name, value) in attributes {
            let value = self.value(value);
            self.content.attributes.push(Attribute { name, value });
        }
        Span::new(start, self.content.attributes.len())
    }

    fn value(&mut self, value: &str) -> Span {
        let start = self.content.values.len();
        self.content.values.push_str(value);
        Span::new(start, self.content.values.len())
    }
}

/// Which blocks carry a direction; within the others their paragraphs do.
fn takes_direction(element: Element) -> bool {
    element.is_heading() || matches!(element, Element::Table | Element::Dl)
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\t' | '\r' | '\x0c')
}
