//! What the tables of an export are to us.

use super::body::Form;

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Posts,
    PostsMeta,
    PostsTags,
    PostsAuthors,
    Tags,
    Users,
    Roles,
    RolesUsers,
    Settings,
    Comments,
    Revisions(Form),
    /// Readers who signed up, and what was sent to them: other people's data, which nobody keeps for the blog's sake.
    Subscribers,
    /// Keys, tokens and sessions.
    Secrets,
    /// Whatever else there is; kept as it is.
    Aside,
}

impl Table {
    /// What a table of this name is.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "posts" => Self::Posts,
            "posts_meta" => Self::PostsMeta,
            "posts_tags" => Self::PostsTags,
            "posts_authors" => Self::PostsAuthors,
            "tags" => Self::Tags,
            "users" => Self::Users,
            "roles" => Self::Roles,
            "roles_users" => Self::RolesUsers,
            "settings" => Self::Settings,
            "comments" => Self::Comments,
            "mobiledoc_revisions" => Self::Revisions(Form::Mobiledoc),
            "post_revisions" => Self::Revisions(Form::Lexical),
            name if is_of_subscribers(name) => Self::Subscribers,
            name if is_secret(name) => Self::Secrets,
            _ => Self::Aside,
        }
    }
}

/// Members, their payments and what they opened; by its beginning, because each version has more of these tables.
fn is_of_subscribers(name: &str) -> bool {
    let begins = ["members", "member_", "subscriber", "email_recipient", "email_spam", "donation"];
    let others = [
        "suppressions",
        "email_batches",
        "comment_likes",
        "comment_reports",
        "redirects_clicks",
        "gifts",
        "outbox",
        "recommendation_click_events",
        "recommendation_subscribe_events",
        "stripe_customers",
    ];
    begins.iter().any(|begin| name.starts_with(begin)) || others.contains(&name)
}

fn is_secret(name: &str) -> bool {
    matches!(
        name,
        "accesstokens"
            | "refreshtokens"
            | "clients"
            | "client_trusted_domains"
            | "trusted_domains"
            | "api_keys"
            | "brute"
            | "integrations"
            | "invites"
            | "sessions"
            | "tokens"
            | "webhooks"
    )
}

/// Whether a setting is a key, a token or something else that opens a door.
pub(super) fn is_secret_setting(key: &str, value: &str) -> bool {
    let names = ["secret", "privatekey", "apikey", "token", "dbhash", "slack", "webhook", "stripe"];
    let values =
        ["secret_token", "secret_key", "secretKey", "apiKey", "api_key", "sk_live_", "sk_test_"];
    let key = key.replace('_', "").to_ascii_lowercase();
    names.iter().any(|name| key.contains(name)) || values.iter().any(|sign| value.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_people_and_keys_are_known() {
        for name in ["members", "members_newsletters", "subscribers", "email_recipients"] {
            assert_eq!(Table::of(name), Table::Subscribers, "{name}");
        }
        for name in ["sessions", "api_keys", "accesstokens"] {
            assert_eq!(Table::of(name), Table::Secrets, "{name}");
        }
        for name in ["newsletters", "products", "snippets", "emails", "labels"] {
            assert_eq!(Table::of(name), Table::Aside, "{name}");
        }
        assert!(is_secret_setting("stripe_secret_key", ""));
        assert!(is_secret_setting("bulk_email_settings", r#"{"apiKey":"x"}"#));
        assert!(is_secret_setting("dbHash", "x") && is_secret_setting("db_hash", "x"));
        assert!(!is_secret_setting("title", "느린 기록"));
        assert!(!is_secret_setting("members_support_address", "secret-support@example.org"));
    }
}
