//! What people take for an export, and which lists are of other people.

use crate::table;

/// What is said where an input has nothing but lists of readers.
pub(super) const ADVICE: &str = "a list of subscribers of Substack, which holds no posts; Settings → Import/Export → Export → New export has them";

/// What is said of such lists beside posts.
pub(super) const FOUND: &str = "readers of the blog, or what was sent to them";

/// Whether a text is a list of subscribers as the platform writes them.
pub(super) fn is_list(text: &str) -> bool {
    const COLUMNS: [&str; 4] =
        ["active_subscription", "email_disabled", "digest_enabled", "subscription_type"];
    has_people(text) && COLUMNS.iter().any(|column| table::has_columns(text, &[column]))
}

/// Whether a table has addresses of people.
pub(super) fn has_people(text: &str) -> bool {
    ["email", "e-mail", "email_address"].iter().any(|column| table::has_columns(text, &[column]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_people_are_known_by_their_columns() {
        assert!(is_list("email,active_subscription,expiry,email_disabled\n"));
        assert!(has_people("post_id,timestamp,Email,post_type\n") && !is_list("email,name\n"));
        assert!(!has_people("post_id,email_sent_at\n"));
    }
}
