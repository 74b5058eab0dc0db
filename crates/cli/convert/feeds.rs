//! What options of feeds need: the address of the output, and room for several files.

use super::is_dash;
use crate::{
    args::{ConvertArgs, WriteArgs},
    failure::Failure,
    messages::Message,
};

/// Refuses options that need what the command line does not give. Without a feed among the formats they mean nothing.
pub(super) fn check(args: &ConvertArgs) -> Result<(), Failure> {
    if !args.to.iter().any(|writer| writer.is_public()) {
        return Ok(());
    }
    let Some(option) = several_files(&args.write) else { return Ok(()) };
    if args.write.public_url.is_none() {
        let failure = Failure::usage("error-needs-address").with("option", option);
        return Err(failure.hint(Message::new("hint-public-url")));
    }
    if args.output.as_deref().is_some_and(is_dash) {
        let failure = Failure::usage("error-needs-folder").with("option", option);
        return Err(failure.hint(Message::new("hint-output-folder")));
    }
    Ok(())
}

/// The first option that makes files which point at each other.
fn several_files(args: &WriteArgs) -> Option<&'static str> {
    let options = [(args.archive_pages.is_some(), "--archive-pages")];
    options.into_iter().find_map(|(is_given, option)| is_given.then_some(option))
}
