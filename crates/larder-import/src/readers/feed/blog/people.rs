//! Who wrote the entries of a feed. Two people may give one address, and then each has an id.

use std::io;

use larder_core::{Author, AuthorId, Post, Slot};

use super::{Draft, Picture};
use crate::readers::feed::person::Person;

impl Draft {
    /// Learns who wrote a post. Who has the id of somebody else gets another one. Fails when the spool does.
    pub(super) fn people(
        &mut self,
        authors: Vec<(AuthorId, Person)>,
        slot: &mut Slot<Post>,
    ) -> io::Result<()> {
        let is_told = !authors.is_empty();
        let (mut own, mut has_other) = (Vec::new(), false);
        for (stated, person) in authors {
            let id = self.author(stated.clone(), person);
            self.namesakes.remove(&stated);
            if id != stated {
                self.namesakes.insert(stated, id.clone());
                has_other = true;
            }
            own.push(id);
        }
        if !has_other && (is_told || self.namesakes.is_empty()) {
            return Ok(());
        }
        let mut post = slot.get()?.into_owned();
        if !is_told {
            let of = |id: &AuthorId| self.namesakes.get(id).unwrap_or(id).clone();
            own = post.authors.iter().map(of).collect();
        }
        if post.authors != own {
            post.authors = own;
            *slot = slot.with(post)?;
        }
        Ok(())
    }

    /// Somebody, whose id this is if nobody else has it.
    pub(super) fn author(&mut self, id: AuthorId, person: Person) -> AuthorId {
        // Everybody who writes in a blog may give the blog's address: another name is another person.
        let is_other = |known: &Author| known.name.is_some() && known.name != person.name;
        let id = match (&person.name, self.authors.get(&id)) {
            (Some(name), Some(known)) if is_other(known) => AuthorId::new(format!("{id}#{name}")),
            _ => id,
        };
        let image = person.image.map(|url| self.asset(Picture { url, ..Picture::default() }));
        let author = self.authors.entry(id.clone()).or_insert_with(|| Author::new(id.clone()));
        author.name = author.name.take().or(person.name);
        author.email = author.email.take().or(person.email);
        author.url = author.url.take().or(person.url);
        author.image = author.image.take().or(image);
        id
    }
}
