//! What was wrong with a document and read nevertheless, by kind.

use larder_core::NoteKind;

macro_rules! repairs {
    ($($(#[$doc:meta])* $name:ident $text:literal;)+) => {
        /// A kind of defect that is read past.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Repair { $($(#[$doc])* $name),+ }

        impl Repair {
            const ALL: &[Self] = &[$(Self::$name),+];

            /// What was found, as it stands in notes.
            pub(crate) fn text(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

repairs! {
    /// Anything before the root element that no document may have there.
    Junk "something stands before the document";
    /// More than one root element.
    SecondDocument "a second document follows the first";
    /// A character that XML forbids.
    Character "characters that XML forbids were dropped";
    /// A C1 control that is windows-1252 in disguise.
    Disguised "control characters were read as the windows-1252 characters that were meant";
    /// A `&` that begins no reference.
    Ampersand "a bare & was read as the character itself";
    /// A reference to an entity that HTML knows and the document does not declare.
    Entity "a name of HTML was used without being declared";
    /// A `<` that begins no tag.
    Less "a bare < was read as the character itself";
    /// A tag that was never closed.
    Unclosed "an element is never closed";
    /// An end tag without a beginning.
    Stray "an end tag closes nothing";
    /// A section of character data without its end.
    CharacterData "a CDATA section has no end";
    /// A section of character data within another one.
    NestedData "a CDATA section stands within another one, which ends where the element does";
    /// Text where only elements may stand.
    Loose "text between elements was left out";
    /// A comment, an instruction or a declaration without its end.
    Endless "a comment or a declaration has no end";
    /// A declaration of a namespace beyond what is read.
    Bindings "too many or too long declarations of namespaces; they do not count";
    /// A prefix that is not declared; its usual namespace was taken.
    Prefix "a prefix is not declared; its usual namespace was taken";
    /// The core elements are in no namespace, or in one that is not theirs.
    Namespace "the namespace of the document is missing or wrong";
    /// Markup where the format has text.
    Markup "markup stands where the format has text; it was kept";
    /// Tags below the deepest level that is read.
    Depth "tags are nested too deep";
    /// A body that was escaped once too often.
    DoubleEscaped "a text was escaped twice";
    /// A relative address that nothing makes absolute.
    Relative "an address is relative, and nothing says to what";
    /// An address that the Wayback Machine had put its own before.
    Wayback "the Wayback Machine had changed an address, which was put back";
    /// A name that stands twice in one object of JSON.
    Twice "a name stands twice in one object; the last value counts, and the others are kept";
    /// A number, a type or another value that says nothing.
    Value "a value is not of the form that the format has";
}

/// How often each kind of defect was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repairs([u32; Repair::ALL.len()]);

impl Repairs {
    /// Counts one.
    pub(crate) fn count(&mut self, repair: Repair) {
        self.count_many(repair, 1);
    }

    /// Counts several.
    pub(crate) fn count_many(&mut self, repair: Repair, times: u32) {
        let count = &mut self.0[repair as usize];
        *count = count.saturating_add(times);
    }

    /// How many of a kind there were.
    pub(crate) fn of(&self, repair: Repair) -> u32 {
        self.0[repair as usize]
    }

    /// Adds those of another part of the document.
    pub(crate) fn add(&mut self, other: &Self) {
        for repair in Repair::ALL {
            self.count_many(*repair, other.of(*repair));
        }
    }

    /// A note for each kind that was met.
    pub(crate) fn notes(&self) -> impl Iterator<Item = NoteKind> {
        let met = Repair::ALL.iter().filter(|repair| self.of(**repair) > 0);
        met.map(|repair| NoteKind::MarkupRepaired {
            repair: repair.text().to_owned(),
            count: self.of(*repair).into(),
        })
    }
}
