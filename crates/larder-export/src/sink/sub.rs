//! A folder within another sink, for runs that write several blogs.

use std::io;

use super::{Sink, SinkError};

/// Puts every file of one blog under a folder of another sink.
pub struct Sub<'a> {
    sink: &'a mut dyn Sink,
    folder: String,
}

impl<'a> Sub<'a> {
    /// `folder` (of the alphabet of [`Sink::file`]) within `sink`.
    pub fn new(sink: &'a mut dyn Sink, folder: impl Into<String>) -> Self {
        Self { sink, folder: folder.into() }
    }

    fn name(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }
}

impl Sink for Sub<'_> {
    fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), SinkError> {
        let name = self.name(name);
        self.sink.file(&name, fill)
    }

    fn has(&self, name: &str) -> bool {
        self.sink.has(&self.name(name))
    }

    fn takes_one(&self) -> bool {
        self.sink.takes_one()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Memory, *};

    #[test]
    fn files_stand_in_the_folder_of_their_blog() {
        let mut memory = Memory::default();
        for blog in ["one", "two"] {
            let mut sub = Sub::new(&mut memory, blog);
            sub.file("rss.xml", &mut |out| out.write_all(blog.as_bytes())).unwrap();
            assert!(sub.has("rss.xml") && !sub.has("atom.xml"));
        }
        assert_eq!((memory.text("one/rss.xml"), memory.text("two/rss.xml")), ("one", "two"));
        assert!(Sub::new(&mut memory, "..").file("rss.xml", &mut |_| Ok(())).is_err());
    }
}
