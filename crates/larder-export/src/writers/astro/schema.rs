//! `src/content.config.ts`: which collections there are, and what their front matter may hold.

use crate::tree::{Fields, Inventory, Shape, Value, json};

/// How deep values are told apart.
const DEEPEST: usize = 12;

/// The settings of collections, for what was written.
///
/// A collection that is empty is none: Astro warns of those. No field has to be there, so that a page that somebody
/// writes by hand needs none of what an archive knows.
pub(super) fn config(inventory: &Inventory) -> String {
    let mut out = HEAD.to_owned();
    let collections = [
        ("posts", "**/*.md", "content/posts", "front", inventory.posts),
        ("pages", "**/*.md", "content/pages", "front", inventory.pages),
        ("comments", "*.json", "data/comments", "comments", inventory.comments),
    ];
    out.push_str(&format!("const front = {};\n\n", object(&inventory.fields, 0)));
    if inventory.comments > 0 {
        out.push_str(COMMENTS);
    }
    out.push_str("export const collections = {\n");
    for (name, pattern, folder, schema, _) in collections.iter().filter(|(.., count)| *count > 0) {
        out.push_str(&format!(
            "  {name}: defineCollection({{ loader: files(\"{pattern}\", \"./src/{folder}\"), schema: {schema} }}),\n"
        ));
    }
    out.push_str("};\n");
    out
}

const HEAD: &str = r#"// Which collections there are, and what their front matter may hold: the fields that occur in it. Astro warns of a
// collection without files, so that one with none yet (`posts`, `pages`, `comments`) is not among them.

import { glob } from "astro/loaders";
import { z } from "astro/zod";
import { defineCollection } from "astro:content";

// An entry is called as its file is, letter by letter.
const files = (pattern: string, base: string) =>
  glob({ pattern, base, retainBody: false, generateId: ({ entry }) => entry.replace(/\.[^.]*$/, "").normalize() });

// Dates stay texts: a date of JavaScript forgets in which zone it was.
"#;

const COMMENTS: &str = r#"// What was said under a page, in the order in which it is read.
const comments = z.array(
  z.object({
    id: z.string(),
    parent: z.string().optional(),
    depth: z.number(),
    kind: z.enum(["pingback", "trackback"]).optional(),
    name: z.string().optional(),
    url: z.string().optional(),
    date: z.string().optional(),
    html: z.string(),
  }),
);

"#;

/// What a map may hold.
fn object(fields: &Fields, depth: usize) -> String {
    if *fields == Fields::default() {
        return "z.object({})".to_owned();
    }
    let mut out = String::from("z.object({\n");
    for (name, shape) in &fields.known {
        indent(depth + 1, &mut out);
        out.push_str(&format!("{}: {}.optional(),\n", key(name), kind(shape, depth + 1)));
    }
    indent(depth, &mut out);
    out.push_str(if fields.has_more { "}).passthrough()" } else { "})" });
    out
}

/// What a value may be.
fn kind(shape: &Shape, depth: usize) -> String {
    if depth > DEEPEST {
        return "z.any()".to_owned();
    }
    let plain = [
        (shape.is_text, "z.string()"),
        (shape.is_number, "z.number()"),
        (shape.is_truth, "z.boolean()"),
        (shape.is_date, "z.date()"),
    ];
    let plain = plain.into_iter().filter(|(is_it, _)| *is_it).map(|(_, kind)| kind.to_owned());
    let items = shape.items.iter().map(|items| format!("z.array({})", kind(items, depth)));
    let maps = shape.fields.iter().map(|fields| object(fields, depth));
    let kinds: Vec<String> = plain.chain(items).chain(maps).collect();
    match kinds.as_slice() {
        [] => "z.any()".to_owned(),
        [one] => one.clone(),
        several => format!("z.union([{}])", several.join(", ")),
    }
}

/// A name, in quotes where it needs them.
fn key(name: &str) -> String {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let is_bare = name.starts_with(|first: char| first.is_ascii_alphabetic());
    match is_bare && name.chars().all(is_letter) {
        true => name.to_owned(),
        false => json(&Value::from(name)).trim_end().to_owned(),
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Map;

    #[test]
    fn a_schema_is_made_of_the_fields_that_occur() {
        let mut inventory = Inventory { posts: 2, comments: 1, ..Inventory::default() };
        let mut front = Map::default();
        front.set("title", "a");
        front.set_list("tags", ["b"]);
        front.set("a\"b\u{2028}", true);
        let mut params = Map::default();
        params.set("likes", 3_u32);
        front.set_map("params", params);
        inventory.fields.add(&front);
        let mut other = Map::default();
        other.set("title", 7_u32);
        inventory.fields.add(&other);
        let config = config(&inventory);
        let (_, schema) = config.split_once("const front = ").unwrap();
        let schema = schema.replace(COMMENTS, "");
        assert_eq!(
            schema,
            "z.object({\n\
             \x20 \"a\\\"b\\u2028\": z.boolean().optional(),\n\
             \x20 params: z.object({\n    likes: z.number().optional(),\n  }).optional(),\n\
             \x20 tags: z.array(z.string()).optional(),\n\
             \x20 title: z.union([z.string(), z.number()]).optional(),\n\
             });\n\n\
             export const collections = {\n\
             \x20 posts: defineCollection({ loader: files(\"**/*.md\", \"./src/content/posts\"), schema: front }),\n\
             \x20 comments: defineCollection({ loader: files(\"*.json\", \"./src/data/comments\"), schema: comments }),\n\
             };\n"
        );
    }

    #[test]
    fn where_nothing_was_written_there_are_no_collections() {
        assert!(
            config(&Inventory::default())
                .ends_with("\nconst front = z.object({});\n\nexport const collections = {\n};\n")
        );
    }

    #[test]
    fn of_names_without_number_all_may_be_there() {
        let mut inventory = Inventory { posts: 1, ..Inventory::default() };
        let mut front = Map::default();
        (0..1000).for_each(|at| front.set(format!("name{at}"), "x"));
        inventory.fields.add(&front);
        let config = config(&inventory);
        assert!(config.contains("\n}).passthrough();\n\n"), "{config}");
        assert!(config.lines().count() < 600);
    }

    #[test]
    fn values_of_any_depth_end() {
        let mut inner = Map::default();
        inner.set("x", "y");
        for _ in 0..100 {
            let mut outer = Map::default();
            outer.set_map("x", inner);
            inner = outer;
        }
        let mut inventory = Inventory { pages: 1, ..Inventory::default() };
        inventory.fields.add(&inner);
        assert!(config(&inventory).contains("x: z.any().optional()"));
    }
}
