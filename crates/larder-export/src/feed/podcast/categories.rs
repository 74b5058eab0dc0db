//! The categories of podcasts that programs know: Apple's, with what is in them.

/// The category of this name, and those in it.
pub(super) fn known(name: &str) -> Option<&'static [&'static str]> {
    CATEGORIES.iter().find(|(known, _)| *known == name).map(|(_, inner)| *inner)
}

const CATEGORIES: [(&str, &[&str]); 19] = [
    ("Arts", &["Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"]),
    (
        "Business",
        &["Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"],
    ),
    ("Comedy", &["Comedy Interviews", "Improv", "Stand-Up"]),
    ("Education", &["Courses", "How To", "Language Learning", "Self-Improvement"]),
    ("Fiction", &["Comedy Fiction", "Drama", "Science Fiction"]),
    ("Government", &[]),
    (
        "Health & Fitness",
        &["Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"],
    ),
    ("History", &[]),
    ("Kids & Family", &["Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"]),
    (
        "Leisure",
        &[
            "Animation & Manga",
            "Automotive",
            "Aviation",
            "Crafts",
            "Games",
            "Hobbies",
            "Home & Garden",
            "Video Games",
        ],
    ),
    ("Music", &["Music Commentary", "Music History", "Music Interviews"]),
    (
        "News",
        &[
            "Business News",
            "Daily News",
            "Entertainment News",
            "News Commentary",
            "Politics",
            "Sports News",
            "Tech News",
        ],
    ),
    (
        "Religion & Spirituality",
        &["Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"],
    ),
    (
        "Science",
        &[
            "Astronomy",
            "Chemistry",
            "Earth Sciences",
            "Life Sciences",
            "Mathematics",
            "Natural Sciences",
            "Nature",
            "Physics",
            "Social Sciences",
        ],
    ),
    (
        "Society & Culture",
        &["Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"],
    ),
    (
        "Sports",
        &[
            "Baseball",
            "Basketball",
            "Cricket",
            "Fantasy Sports",
            "Football",
            "Golf",
            "Hockey",
            "Rugby",
            "Running",
            "Soccer",
            "Swimming",
            "Tennis",
            "Volleyball",
            "Wilderness",
            "Wrestling",
        ],
    ),
    (
        "TV & Film",
        &["After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"],
    ),
    ("Technology", &[]),
    ("True Crime", &[]),
];

#[cfg(test)]
mod tests {
    use larder_check::{Options, Rule, check};
    use larder_html::escape::attribute;

    use super::{super::NAMESPACE, CATEGORIES};

    #[test]
    fn the_checker_knows_each_category() {
        let findings = |rss: &str| {
            let report = check(rss.as_bytes(), &Options::default());
            let wrong = [Rule::InvalidItunesCategory, Rule::ObsoleteItunesCategory];
            report.findings.into_iter().filter(|it| wrong.contains(&it.rule)).count()
        };
        for (name, inner) in CATEGORIES {
            let inside: String = inner.iter().map(|name| empty(name)).collect();
            assert_eq!(findings(&rss(name, &inside)), 0, "{name}: {inner:?}");
            assert_eq!(findings(&rss(name, &empty("Kunst"))), 1, "{name}");
        }
    }

    fn rss(name: &str, inside: &str) -> String {
        format!(
            "<rss version='2.0' xmlns:itunes='{}'><channel><itunes:category text=\"{}\">{inside}</itunes:category>\
             </channel></rss>",
            NAMESPACE.1,
            attribute(name)
        )
    }

    fn empty(name: &str) -> String {
        format!("<itunes:category text=\"{}\"/>", attribute(name))
    }
}
