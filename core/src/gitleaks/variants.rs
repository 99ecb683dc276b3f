//! An expression that captures its secret anywhere, as expressions that can be split around it.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use regex_syntax::hir::{Capture, Hir, HirKind, Repetition};

use super::pattern::{parts, whole};

/// The most expressions that one becomes.
const MOST: usize = 64;

/// One way in which an expression can match.
pub(super) struct Variant {
    pub(super) hir: Hir,
    /// Whether it began with something that may be absent, which is left out: it says nothing of
    /// whether there is a match.
    pub(super) lost_lead: bool,
}

/// All ways in which an expression can match, each with at most one group, named `secret`: that of
/// the given number, or else the first that takes part. `None` if there are too many.
pub(super) fn variants(hir: Hir, group: Option<u32>) -> Option<Vec<Variant>> {
    let ways = spread(hir, group)?;
    Some(ways.into_iter().map(trim).collect())
}

fn spread(hir: Hir, group: Option<u32>) -> Option<Vec<Hir>> {
    if !captures(&hir, group) {
        return Some(vec![plain(hir)]);
    }
    let ways = match hir.into_kind() {
        HirKind::Capture(capture) if group.is_none_or(|wanted| wanted == capture.index) => {
            vec![Hir::capture(Capture {
                index: 1,
                name: Some("secret".into()),
                sub: Box::new(plain(*capture.sub)),
            })]
        }
        HirKind::Capture(capture) => spread(*capture.sub, group)?,
        HirKind::Alternation(branches) => {
            let mut ways = Vec::new();
            for branch in branches {
                ways.extend(spread(branch, group)?);
            }
            ways
        }
        HirKind::Concat(parts) => sequence(parts, group)?,
        // A group that may be absent.
        HirKind::Repetition(Repetition { min: 0, max: Some(1), sub, .. }) => {
            let mut ways = spread(*sub, group)?;
            ways.push(Hir::empty());
            ways
        }
        // The last of several turns is the group's; which one that is cannot be told.
        kind => vec![plain(whole(kind))],
    };
    (ways.len() <= MOST).then_some(ways)
}

/// The ways of a sequence: the first part with a group decides; in ways without it the next does.
fn sequence(parts: Vec<Hir>, group: Option<u32>) -> Option<Vec<Hir>> {
    let at = parts.iter().position(|part| captures(part, group))?;
    let mut parts = parts.into_iter();
    let head: Vec<Hir> = parts.by_ref().take(at).map(plain).collect();
    let part = parts.next()?;
    let rest: Vec<Hir> = parts.collect();
    let mut ways = Vec::new();
    for way in spread(part, group)? {
        let start = Hir::concat(head.iter().cloned().chain([way.clone()]).collect());
        if captures(&way, None) {
            let tail = rest.iter().cloned().map(plain);
            ways.push(Hir::concat([start].into_iter().chain(tail).collect()));
        } else {
            for tail in spread(Hir::concat(rest.clone()), group)? {
                ways.push(Hir::concat(vec![start.clone(), tail]));
            }
        }
        if ways.len() > MOST {
            return None;
        }
    }
    Some(ways)
}

/// Whether a group of that number, or any, stands in the expression.
fn captures(hir: &Hir, group: Option<u32>) -> bool {
    match hir.kind() {
        HirKind::Capture(capture) => {
            group.is_none_or(|wanted| wanted == capture.index) || captures(&capture.sub, group)
        }
        HirKind::Repetition(repetition) => captures(&repetition.sub, group),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().any(|part| captures(part, group))
        }
        _ => false,
    }
}

/// The expression without groups.
fn plain(hir: Hir) -> Hir {
    let all = |parts: Vec<Hir>| parts.into_iter().map(plain).collect();
    match hir.into_kind() {
        HirKind::Capture(capture) => plain(*capture.sub),
        HirKind::Repetition(repetition) => {
            Hir::repetition(Repetition { sub: Box::new(plain(*repetition.sub)), ..repetition })
        }
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        kind => whole(kind),
    }
}

/// Leaves out what may be absent at either end.
fn trim(hir: Hir) -> Variant {
    let mut parts = parts(hir);
    let grouped = parts.iter().any(|part| captures(part, None));
    let optional =
        |part: &Hir| matches!(part.kind(), HirKind::Repetition(repetition) if repetition.min == 0);
    let mut lost_lead = false;
    while parts.len() > 1 && parts.first().is_some_and(optional) {
        parts.remove(0);
        lost_lead = true;
    }
    while grouped && parts.len() > 1 && parts.last().is_some_and(optional) {
        parts.pop();
    }
    Variant { hir: Hir::concat(parts), lost_lead }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};

    fn ways(pattern: &str, group: Option<u32>) -> Vec<String> {
        let hir = regex_syntax::ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .build()
            .parse(pattern)
            .unwrap();
        let ways = variants(hir, group).unwrap();
        ways.iter().map(|way| way.hir.to_string()).collect()
    }

    #[test]
    fn each_branch_with_a_group_is_a_way_of_its_own() {
        let shown = ways("x(?:a(1)b|c(2)d|e)y(3)?", None);
        let expected = ["xa(?P<secret>1)by", "xc(?P<secret>2)dy", "xey(?P<secret>3)", "xey"];
        let plain =
            |text: &str| text.replace("(?:", "").replace("(?P<secret>", "<").replace(')', "");
        let shown: Vec<String> = shown.iter().map(|way| plain(way)).collect();
        let expected: Vec<String> = expected.iter().map(|way| plain(way)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_group_may_be_asked_for_by_number() {
        let shown = ways("(a)=(b)", Some(2));
        assert!(shown[0].contains("secret") && shown[0].find('a') < shown[0].find("secret"));
    }
}
