//! Whose rules a file holds: by its name, where that says it, else by how it begins.

use super::Host;

/// How much of a file is looked at, in bytes.
const HEAD: usize = 16 << 10;

/// The host whose rules a file holds. `name` may have folders in front, as they are written. None if nothing tells.
///
/// `_redirects` is Netlify's unless a folder says another: the others took its form over.
pub fn detect(name: &str, bytes: &[u8]) -> Option<Host> {
    let name = name.to_lowercase().replace('\\', "/");
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let file = name.rsplit('/').next().unwrap_or_default();
    by_name(&name, file, head).or_else(|| by_content(head))
}

fn by_name(name: &str, file: &str, head: &str) -> Option<Host> {
    let is_in = |folder: &str| name.split('/').rev().skip(1).any(|part| part == folder);
    match file {
        "_redirects" if is_in("cloudflare") => Some(Host::Cloudflare),
        "_redirects" if is_in("gitlab") => Some(Host::GitLab),
        "_redirects" => Some(Host::Netlify),
        ".htaccess" | "htaccess" => Some(Host::Apache),
        "vercel.json" => Some(Host::Vercel),
        "firebase.json" => Some(Host::Firebase),
        "web.config" => Some(Host::Iis),
        "caddyfile" => Some(Host::Caddy),
        "redirects.yaml" | "redirects.yml" => Some(Host::Ghost),
        "redirects.json" if head.starts_with('[') => Some(Host::GhostJson),
        _ if file.ends_with(".caddy") => Some(Host::Caddy),
        _ if file.ends_with(".html") || file.ends_with(".htm") => Some(Host::Html),
        _ => None,
    }
}

fn by_content(head: &str) -> Option<Host> {
    let first = head.lines().next().unwrap_or_default().trim().to_lowercase();
    let has = |text: &str| head.contains(text);
    let by_line = match &*first {
        it if it.starts_with("from,to,status") => Some(Host::Csv),
        it if it.starts_with("source,target") || it.starts_with("source;target") => {
            Some(Host::Redirection)
        }
        "301:" | "302:" => Some(Host::Ghost),
        _ => None,
    };
    by_line
        .or_else(|| head.starts_with(['{', '[']).then(|| of_json(head)).flatten())
        .or_else(|| has("<rewriteMap").then_some(Host::Iis))
        .or_else(|| {
            (has("RewriteRule") || has("RedirectMatch") || has("RewriteEngine"))
                .then_some(Host::Apache)
        })
        .or_else(|| has("map_str(").then_some(Host::Haproxy))
        .or_else(|| {
            (has("map {path}") || has("\nredir ") || head.starts_with("redir "))
                .then_some(Host::Caddy)
        })
        .or_else(|| (has("map $uri") || has("return 30")).then_some(Host::Nginx))
        .or_else(|| head.starts_with("export default {").then_some(Host::Astro))
        .or_else(|| is_line_of_netlify(&first).then_some(Host::Netlify))
}

fn of_json(head: &str) -> Option<Host> {
    let has = |text: &str| head.contains(text);
    if has("\"larder_redirects\"") {
        return Some(Host::Json);
    }
    if has("\"WebsiteRedirectLocation\"") {
        return Some(Host::S3);
    }
    if has("\"action_type\"") || has("\"module_id\"") {
        return Some(Host::RedirectionJson);
    }
    if has("\"hosting\"") {
        return Some(Host::Firebase);
    }
    if has("\"source\"") && has("\"destination\"") {
        return Some(Host::Vercel);
    }
    (head.starts_with('[') && has("\"from\"")).then_some(Host::GhostJson)
}

/// `/old /new 301`
fn is_line_of_netlify(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words[..], [from, to, ..] if from.starts_with('/') && (to.starts_with('/') || to.starts_with("http")))
}
