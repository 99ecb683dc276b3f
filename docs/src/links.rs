//! Whether the links of the finished site lead anywhere.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What a page offers and what it asks for.
#[derive(Default)]
struct Page {
    anchors: HashSet<String>,
    links: Vec<String>,
}

/// Checks every link within the site, and gives back how many there are.
///
/// # Errors
///
/// All links that lead nowhere, a line each.
pub(crate) fn check(site: &Path) -> Result<usize, String> {
    let site = &site.canonicalize().map_err(|error| format!("{}: {error}", site.display()))?;
    let mut files = Vec::new();
    walk(site, &mut files)?;
    let mut pages = HashMap::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "html")) {
        let html =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        pages.insert(file.clone(), read(&html));
    }
    let files: HashSet<&Path> = files.iter().map(PathBuf::as_path).collect();
    let mut count = 0;
    let mut dead = Vec::new();
    for (file, page) in &pages {
        // What a server shows for any path has links that count from the root.
        if file.ends_with("404.html") {
            continue;
        }
        for link in page.links.iter().filter(|link| is_within(link)) {
            count += 1;
            if let Err(reason) = follow(file, link, &files, &pages) {
                let file = file.strip_prefix(site).unwrap_or(file).display();
                dead.push(format!("{file}: {link}: {reason}"));
            }
        }
    }
    dead.sort();
    if dead.is_empty() { Ok(count) } else { Err(dead.join("\n")) }
}

fn is_within(link: &str) -> bool {
    !["http:", "https:", "mailto:", "data:", "javascript:", "//"]
        .iter()
        .any(|start| link.starts_with(start))
}

fn follow(
    from: &Path,
    link: &str,
    files: &HashSet<&Path>,
    pages: &HashMap<PathBuf, Page>,
) -> Result<(), &'static str> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or_default();
    let folder = from.parent().unwrap_or(from);
    let target = if path.is_empty() { from.to_path_buf() } else { normal(&folder.join(path)) };
    if !files.contains(target.as_path()) {
        return Err("there is no such file");
    }
    match pages.get(&target) {
        Some(page) if !anchor.is_empty() && !page.anchors.contains(anchor) => {
            Err("there is no such heading")
        }
        _ => Ok(()),
    }
}

/// The path without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts.iter().collect()
}

fn read(html: &str) -> Page {
    let mut page = Page::default();
    for (attribute, is_anchor) in [(" id=\"", true), (" href=\"", false), (" src=\"", false)] {
        for part in html.split(attribute).skip(1) {
            let value = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
            if is_anchor {
                page.anchors.insert(value);
            } else {
                page.links.push(value);
            }
        }
    }
    page
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let complain = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(complain)? {
        let path = entry.map_err(complain)?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::check;

    #[test]
    fn dead_links_are_named_and_others_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path();
        fs::create_dir(site.join("in")).expect("a folder");
        let site = &site.join("in/..");
        fs::write(site.join("in/b.html"), "<h1 id=\"top\">B</h1><a href=\"../a.html\">")
            .expect("a file");
        fs::write(site.join("a.html"), "<a href=\"in/b.html#top\"><a href=\"https://a.test\">")
            .expect("a file");
        assert_eq!(check(site), Ok(2));
        fs::write(site.join("a.html"), "<a href=\"in/b.html#end\"><img src=\"c.svg\">")
            .expect("a file");
        let error = check(site).unwrap_err();
        assert!(error.contains("a.html: in/b.html#end: there is no such heading"), "{error}");
        assert!(error.contains("a.html: c.svg: there is no such file"), "{error}");
    }
}
