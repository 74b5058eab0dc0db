//! IIS: a map of URL Rewrite in `web.config`, and two rules that use it: one with the query, one without.
//!
//! <https://learn.microsoft.com/en-us/iis/extensions/url-rewrite-module/using-rewrite-maps-in-url-rewrite-module>

use super::{Host, Parsed, Rule};
use crate::redirects::address;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.webServer>
    <rewrite>
      <rewriteMaps>
        <rewriteMap name="larder" defaultValue="" ignoreCase="false">
"#;

const FOOT: &str = r#"        </rewriteMap>
      </rewriteMaps>
      <rules>
        <rule name="larder with query" stopProcessing="true">
          <match url=".*" />
          <conditions>
            <add input="{larder:/{R:0}?{QUERY_STRING}}" pattern="(.+)" />
          </conditions>
          <action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
        </rule>
        <rule name="larder" stopProcessing="true">
          <match url=".*" />
          <conditions>
            <add input="{larder:/{R:0}}" pattern="(.+)" />
          </conditions>
          <action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
        </rule>
      </rules>
    </rewrite>
  </system.webServer>
</configuration>
"#;

/// The file.
pub(super) fn print(rules: &[Rule]) -> String {
    let mut out = String::from(HEAD);
    for rule in rules {
        let query = address::encoded_query(&rule.query);
        let mark = if query.is_empty() { "" } else { "?" };
        let key = escaped(&format!("{}{mark}{query}", rule.path));
        let to = escaped(rule.to.as_deref().unwrap_or_default());
        out.push_str(&format!("          <add key=\"{key}\" value=\"{to}\" />\n"));
    }
    out.push_str(FOOT);
    out
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // What XML 1.0 cannot hold at all is no character of an address; U+FFFE and U+FFFF are none of any text.
    text.replace('"', "&quot;").replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// Reads all maps of the file.
pub(super) fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::new(Host::Iis);
    // A tree takes many times the room of its text. Document types are refused.
    let is_large = text.matches('<').count() > 4_000_000;
    let document = (!is_large).then(|| roxmltree::Document::parse(text).ok()).flatten();
    let Some(document) = document else {
        parsed.not_read(1, "it is no XML");
        return parsed;
    };
    let maps = document.descendants().filter(|node| node.has_tag_name("rewriteMap"));
    for node in maps.flat_map(|map| map.children()).filter(|node| node.has_tag_name("add")) {
        let line = parsed.rules.len() + 1;
        match (node.attribute("key"), node.attribute("value")) {
            (Some(key), Some(to)) if key.starts_with('/') => {
                let (path, query) = key.split_once('?').unwrap_or((key, ""));
                let mut rule = Rule::new(path, Some(to.to_owned()), 301).at(line);
                rule.query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
                parsed.rules.push(rule);
            }
            _ => parsed.not_read(line, "it is no rule for one address"),
        }
    }
    parsed
}
