//! The columns of databases. What a column means, only its name and its type say: everything else is kept as it is.

use larder_core::Extra;
use serde_json::Value;

/// What a column holds. Pages in Markdown and tables do not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Unknown,
    Date,
    CreatedTime,
    EditedTime,
    Choice,
    Person,
    File,
    /// How to reach somebody.
    Private,
    Other,
}

impl Class {
    /// By the class of a row of `table.properties`.
    pub(super) fn of(class: &str) -> Self {
        match class {
            "" => Self::Unknown,
            "date" => Self::Date,
            "created_time" => Self::CreatedTime,
            "last_edited_time" => Self::EditedTime,
            "select" | "multi_select" => Self::Choice,
            "person" | "created_by" => Self::Person,
            "file" => Self::File,
            "email" | "phone_number" => Self::Private,
            _ => Self::Other,
        }
    }
}

/// The value of a column.
#[derive(Clone, Debug)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) class: Class,
    pub(super) values: Vec<String>,
}

/// What a column means for a blog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Published,
    Created,
    Edited,
    Tags,
    Category,
    Slug,
    Summary,
    Author,
    Files,
    /// Nothing that is known.
    None,
}

impl Property {
    /// A value whose type nobody says.
    pub(super) fn plain(name: &str, value: &str) -> Self {
        let values = if value.trim().is_empty() { Vec::new() } else { vec![value.to_owned()] };
        Self { name: name.to_owned(), class: Class::Unknown, values }
    }

    /// Adds another line to the value.
    pub(super) fn go_on(&mut self, line: &str) {
        match self.values.last_mut() {
            Some(value) => {
                value.push('\n');
                value.push_str(line);
            }
            None => self.values.push(line.to_owned()),
        }
    }

    /// The value as one text.
    pub(super) fn text(&self) -> String {
        self.values.join(", ")
    }

    /// The values one by one: where no type is known, those of a list are divided by commas.
    pub(super) fn list(&self) -> Vec<String> {
        let parts = self.values.iter().flat_map(|value| match self.class {
            Class::Unknown => value.split(", ").collect::<Vec<_>>(),
            _ => vec![value.as_str()],
        });
        parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    }

    /// What the column means.
    pub(super) fn meaning(&self) -> Meaning {
        match (self.class, by_name(&self.name)) {
            (Class::CreatedTime, _) => Meaning::Created,
            (Class::EditedTime, _) => Meaning::Edited,
            (Class::File, _) => Meaning::Files,
            (Class::Date | Class::Unknown, Meaning::Published) => Meaning::Published,
            (Class::Unknown, found @ (Meaning::Created | Meaning::Edited)) => found,
            (Class::Choice | Class::Unknown, found @ (Meaning::Tags | Meaning::Category)) => found,
            (Class::Person | Class::Choice | Class::Unknown | Class::Other, Meaning::Author) => {
                Meaning::Author
            }
            (Class::Other | Class::Unknown, found @ (Meaning::Slug | Meaning::Summary)) => found,
            _ => Meaning::None,
        }
    }

    /// Keeps the value as it is, under the name of its column.
    pub(super) fn keep(&self, extra: &mut Extra) {
        if self.values.is_empty() {
            return;
        }
        let value: Value = match self.values.as_slice() {
            [value] => value.as_str().into(),
            values => values.to_vec().into(),
        };
        extra.insert(["notion:", &self.name].concat(), value);
    }
}

/// What a name says that people give to such columns, however they space it.
fn by_name(name: &str) -> Meaning {
    let is_letter = |character: &char| character.is_alphanumeric();
    let name: String = name.chars().filter(is_letter).flat_map(char::to_lowercase).collect();
    match name.as_str() {
        "date" | "published" | "publishdate" | "publisheddate" | "publishedat" | "publishedon"
        | "publicationdate" | "datepublished" | "날짜" | "발행일" | "게시일" | "작성일" => {
            Meaning::Published
        }
        "created" | "createdtime" | "createdat" | "생성일시" | "생성일" => Meaning::Created,
        "lasteditedtime" | "lastedited" | "updated" | "updatedat" | "최종편집일시" | "수정일" => {
            Meaning::Edited
        }
        "tags" | "tag" | "keywords" | "태그" | "키워드" => Meaning::Tags,
        "category" | "categories" | "카테고리" | "분류" => Meaning::Category,
        "slug" | "슬러그" => Meaning::Slug,
        "summary" | "excerpt" | "description" | "요약" | "설명" => Meaning::Summary,
        "author" | "authors" | "writer" | "작성자" | "글쓴이" | "저자" => Meaning::Author,
        _ => Meaning::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_means_what_its_type_and_its_name_say() {
        let meaning = |class: &str, name: &str| {
            let (name, class) = (name.to_owned(), Class::of(class));
            Property { name, class, values: Vec::new() }.meaning()
        };
        assert_eq!(meaning("date", "Publish Date"), Meaning::Published);
        assert_eq!(meaning("", "날짜"), Meaning::Published);
        assert_eq!(meaning("date", "Deadline"), Meaning::None);
        assert_eq!(meaning("checkbox", "Published"), Meaning::None);
        assert_eq!(meaning("created_time", "any"), Meaning::Created);
        assert_eq!(meaning("multi_select", "태그"), Meaning::Tags);
        assert_eq!(meaning("relation", "Tags"), Meaning::None);
        assert_eq!(meaning("status", "Status"), Meaning::None);
        assert_eq!(meaning("email", "Author"), Meaning::None);
    }
}
