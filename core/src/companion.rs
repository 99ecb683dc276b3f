//! Parts of one credential that stand near each other: a key ID and its secret.
//!
//! A rule names the rules of the other parts, and how many bytes may lie between. Rules that call a
//! credential by the same name find the same part, and a finding has at most one partner for each.
//!
//! **Who belongs to whom.** Two parts of one record go before two of different ones, and parts few
//! lines apart before parts with more between them; of equals, those that met first stay together.
//! So of several credentials in a list each keeps its own parts, and one whose other part is
//! missing does not get its neighbour's.

mod apart;

use arrayvec::ArrayVec;

use crate::evidence::Evidence;
use crate::finding::{COMPANIONS, Companion, Finding};
use crate::resolve::Candidate;
use crate::rule::Rule;
use crate::score::with_companion;
use crate::span::Span;
use crate::validate;
use apart::Apart;

/// How many candidates are remembered, given back or not.
const REMEMBERED: usize = 128;

/// Holds candidates back until their companions, too, have been seen.
#[repr(C)]
pub(crate) struct Linker<'r> {
    /// The most bytes between two parts.
    window: usize,
    /// How many candidates have been given back.
    given: usize,
    /// How many of them have looked for their partners.
    joined: usize,
    /// In the order of their secrets. Last, also in memory, since then a new one is made where it is
    /// to be: with fields behind it, all of its room would be copied, which takes longer than to scan
    /// a short record.
    seen: ArrayVec<Part<'r>, REMEMBERED>,
}

/// A candidate and those that it belongs to.
struct Part<'r> {
    candidate: Candidate<'r>,
    partners: ArrayVec<Partner<'r>, COMPANIONS>,
}

/// The other part, from one side.
#[derive(Clone, Copy)]
struct Partner<'r> {
    rule: &'r Rule,
    secret: Span,
    apart: Apart,
}

impl<'r> Linker<'r> {
    #[expect(clippy::inline_always, reason = "else its room is copied into place")]
    #[inline(always)]
    pub(crate) fn new(window: usize) -> Self {
        Self { window, given: 0, joined: 0, seen: ArrayVec::new() }
    }

    /// Whether nothing waits to be given back.
    pub(crate) fn is_empty(&self) -> bool {
        self.given == self.seen.len()
    }

    /// Takes the next candidate. All that is ready must have been given back.
    pub(crate) fn push(&mut self, candidate: Candidate<'r>) {
        if self.seen.is_full() {
            self.forget_far_from(candidate.found.secret.start);
        }
        if self.seen.is_full() {
            // Half of what was given back goes at a time, so that moving the rest stays cheap.
            self.drop_first(self.given.div_ceil(2));
        }
        self.seen.push(Part { candidate, partners: ArrayVec::new() });
    }

    /// Drops all.
    pub(crate) fn clear(&mut self) {
        self.seen.clear();
        (self.given, self.joined) = (0, 0);
    }

    /// Forgets what was given back and has nothing to do with what starts there or later.
    fn forget_far_from(&mut self, start: usize) {
        let is_far = |part: &&Part<'_>| part.secret().end.saturating_add(self.window) < start;
        self.drop_first(self.seen.iter().take(self.given).take_while(is_far).count());
    }

    fn drop_first(&mut self, count: usize) {
        self.seen.drain(..count);
        self.given -= count;
        self.joined -= count;
    }

    /// Where the first secret starts that is not given back yet.
    pub(crate) fn horizon(&self) -> usize {
        self.seen.get(self.given).map_or(usize::MAX, |part| part.secret().start)
    }

    /// Where that starts which is still to be looked at, if no part is still to come that starts
    /// before the horizon.
    pub(crate) fn needed_from(&self, horizon: usize) -> usize {
        let is_near = |&(at, part): &(usize, &Part<'_>)| {
            at >= self.given || part.secret().end.saturating_add(self.window) >= horizon
        };
        let starts = self.seen.iter().enumerate().filter(is_near).map(|(_, part)| {
            let partners = part.partners.iter().map(|partner| partner.secret.start);
            partners.fold(part.candidate.found.whole.start, usize::min)
        });
        starts.min().unwrap_or(usize::MAX)
    }

    /// Goes on where places count from that one on; nothing is still to come that starts before the
    /// horizon.
    pub(crate) fn forget_before(&mut self, start: usize, horizon: usize) {
        self.forget_far_from(horizon);
        for part in &mut self.seen {
            part.candidate.found.rebase(start);
            for partner in &mut part.partners {
                partner.secret = partner.secret.after(start);
            }
        }
    }

    /// Finds partners for those taken since it was last asked.
    fn join_new(&mut self, haystack: &[u8]) {
        while self.joined < self.seen.len() {
            for _ in 0..COMPANIONS {
                let Some((other, apart)) = self.best_for(haystack, self.joined) else { break };
                self.join(self.joined, other, apart);
            }
            self.joined += 1;
        }
    }

    /// The best of the parts before that one which it may have for a partner.
    fn best_for(&self, haystack: &[u8], number: usize) -> Option<(usize, Apart)> {
        let part = self.seen.get(number)?;
        let mut best: Option<(usize, Apart)> = None;
        for (at, other) in self.seen.iter().enumerate().take(number).rev() {
            let gap = part.secret().gap(other.secret());
            if gap.len() > self.window {
                // Those before it are further away.
                break;
            }
            let window = window(part.candidate.rule, other.candidate.rule);
            if window.is_none_or(|window| gap.len() > window as usize) {
                continue;
            }
            let apart = haystack.get(gap.range()).map_or(Apart::FAR, Apart::by);
            let nearer = best.is_none_or(|(_, least)| apart < least);
            if nearer && part.wants(other, apart) && other.wants(part, apart) {
                best = Some((at, apart));
            }
        }
        best
    }

    /// Makes two parts partners, and leaves alone those that they had.
    fn join(&mut self, one: usize, other: usize, apart: Apart) {
        for (at, partner) in [(one, other), (other, one)] {
            let Some(partner) = self.seen.get(partner) else { continue };
            let rule = partner.candidate.rule;
            let partner = Partner { rule, secret: partner.secret(), apart };
            let Some(part) = self.seen.get_mut(at) else { continue };
            let secret = part.secret();
            match part.partner_mut(rule) {
                Some(held) => {
                    let left = core::mem::replace(held, partner);
                    let left = self.seen.iter_mut().find(|p| p.secret() == left.secret);
                    if let Some(left) = left {
                        left.partners.retain(|held| held.secret != secret);
                    }
                }
                // `wants` has seen to it that there is room.
                None => _ = part.partners.try_push(partner),
            }
        }
    }

    /// The next finding, if no companion that starts before the horizon is still to come.
    pub(crate) fn pop(&mut self, haystack: &[u8], horizon: usize) -> Option<Finding<'r>> {
        self.join_new(haystack);
        let part = self.seen.get(self.given)?;
        let window = part.candidate.rule.companions.window as usize;
        let waits = window > 0 && part.secret().end.saturating_add(window) >= horizon;
        if waits && !(self.seen.is_full() && self.given == 0) {
            return None;
        }
        self.given += 1;
        Some(part.finding(haystack))
    }
}

impl<'r> Part<'r> {
    fn secret(&self) -> Span {
        self.candidate.found.secret
    }

    /// The partner of that rule's name.
    fn partner_mut(&mut self, rule: &Rule) -> Option<&mut Partner<'r>> {
        self.partners.iter_mut().find(|partner| have_one_name(partner.rule, rule))
    }

    /// Whether the other would be a better partner than the one it has, or the first.
    fn wants(&self, other: &Self, apart: Apart) -> bool {
        let rule = other.candidate.rule;
        match self.partners.iter().find(|partner| have_one_name(partner.rule, rule)) {
            Some(held) => {
                held.secret != other.secret()
                    && (apart, core::cmp::Reverse(rule.specificity))
                        < (held.apart, core::cmp::Reverse(held.rule.specificity))
            }
            None => !self.partners.is_full(),
        }
    }

    /// Whether a partner proves it.
    fn is_proven(&self, haystack: &[u8]) -> bool {
        let Candidate { rule, found, .. } = self.candidate;
        let (Some(validator), Some(secret)) = (rule.validator, haystack.get(found.secret.range()))
        else {
            return false;
        };
        let others = self.partners.iter().filter(|partner| names(rule, partner.rule));
        others
            .filter_map(|partner| haystack.get(partner.secret.range()))
            .any(|other| validate::proves(validator, secret, other))
    }

    fn finding(&self, haystack: &[u8]) -> Finding<'r> {
        let mut candidate = self.candidate;
        if self.is_proven(haystack) {
            candidate.score = candidate.score.proven();
        }
        let rule = candidate.rule;
        let mut finding = candidate.finding();
        // What is a part of a service's credential is one whatever name the service's rule has.
        let belongs = |other: &Rule| names(rule, other) || other.is_service && names(other, rule);
        let named = self.partners.iter().filter(|partner| belongs(partner.rule));
        for (slot, partner) in finding.companions.iter_mut().zip(named) {
            *slot = Some(Companion { rule: partner.rule, secret: partner.secret });
        }
        if finding.companions[0].is_some() {
            finding.confidence = with_companion(finding.confidence);
            finding.evidence = finding.evidence.and(Evidence::COMPANION);
        }
        finding
    }
}

/// Whether the rule names the other as one of a further part.
fn names(rule: &Rule, other: &Rule) -> bool {
    rule.texts.holds(rule.companions.rules, (&other.texts, other.id))
}

fn have_one_name(rule: &Rule, other: &Rule) -> bool {
    rule.texts.is(rule.name, (&other.texts, other.name))
}

/// How many bytes may lie between findings of the two, where they belong together at all.
fn window(one: &Rule, other: &Rule) -> Option<u32> {
    let named = |rule: &Rule, other: &Rule| names(rule, other).then_some(rule.companions.window);
    named(one, other).max(named(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ruleset;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    const SECRETS: [&str; 3] = [
        "vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB",
        "Qw3rT8yU1iO5pA9sD2fG/7hJ4kL0zX+cV6bN1mEe",
        "hN4mB7vC2xZ9lK5jH1gF/8dS3aP6oI+uY0tR4eWq",
    ];

    fn id(number: usize) -> String {
        ["AK", "IAQ3EGV5VZSW2LX7K", ["M", "N", "P"][number]].concat()
    }

    /// What each part found refers to, as the text between two marks.
    fn pairs(text: &str) -> Vec<(String, String)> {
        let at = |span: Span| String::from(&text[span.range()]);
        let findings = Ruleset::builtin().find_iter(text.as_bytes());
        findings
            .flat_map(|f| f.companions().map(move |c| (at(f.secret()), at(c.secret()))))
            .collect()
    }

    /// Three records made by a function keep to themselves.
    #[track_caller]
    fn keeps_to_itself(head: &str, record: impl Fn(&str, &str) -> String) {
        let records: String = (0..3).map(|n| record(&id(n), SECRETS[n])).collect();
        let found = pairs(&format!("{head}{records}"));
        for (n, secret) in SECRETS.iter().enumerate() {
            assert!(found.contains(&(id(n), (*secret).into())), "{n} in {records}: {found:?}");
            assert!(found.contains(&((*secret).into(), id(n))), "{n} in {records}: {found:?}");
        }
        assert_eq!(found.len(), 6, "{found:?}");
    }

    #[test]
    fn each_of_three_credentials_keeps_its_own_parts() {
        keeps_to_itself("[", |id, secret| {
            format!("{{\"AccessKeyId\": \"{id}\", \"SecretAccessKey\": \"{secret}\"}},\n")
        });
        keeps_to_itself("[", |id, secret| {
            format!("{{\"SecretAccessKey\":\"{secret}\",\"AccessKeyId\":\"{id}\"}},")
        });
        keeps_to_itself("user,key,secret\n", |id, secret| format!("ci,{id},{secret}\n"));
        keeps_to_itself("", |id, secret| {
            format!("[profile]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
        });
        keeps_to_itself("", |id, secret| {
            format!("  - accessKeyId: {id}\n    secretAccessKey: {secret}\n")
        });
        keeps_to_itself("", |id, secret| {
            format!("A_AWS_ID={id}\nA_AWS_SECRET_ACCESS_KEY={secret}\n")
        });
        keeps_to_itself("env:\n", |id, secret| {
            format!(
                "- name: AWS_ACCESS_KEY_ID\n  value: {id}\n- name: AWS_SECRET_ACCESS_KEY\n  \
                 value: {secret}\n"
            )
        });
    }

    #[test]
    fn a_secret_access_key_proves_the_password_made_from_it() {
        use crate::Validity;

        let password = ["BMVPYEio6xTlB9zU2GU1Zo", "VeDphSQ0YtN2UDQj72TWE5"].concat();
        for (key, validity) in [(SECRETS[0], Validity::Valid), (SECRETS[1], Validity::Unchecked)] {
            let text = format!(
                "SMTP_USER={}\nSMTP_PASSWORD={password}\nAWS_SECRET_ACCESS_KEY={key}\n",
                id(0)
            );
            let findings = Ruleset::builtin().find_iter(text.as_bytes());
            let found: Vec<_> =
                findings.filter(|f| f.rule().id() == "aws-ses-smtp-password").collect();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].validity(), validity);
            assert_eq!(found[0].companions().count(), 2);
        }
    }

    #[test]
    fn a_part_alone_does_not_get_its_neighbours() {
        let json = |id: &str, secret: &str| {
            format!("{{\"AccessKeyId\": \"{id}\", \"SecretAccessKey\": \"{secret}\"}}, ")
        };
        let alone = format!("{{\"AccessKeyId\": \"{}\"}}, ", id(0));
        for text in [alone.clone() + &json(&id(1), SECRETS[1]), json(&id(1), SECRETS[1]) + &alone] {
            let found = pairs(&text);
            assert_eq!(found.len(), 2, "{found:?}");
            assert!(found.iter().all(|(part, _)| *part != id(0)), "{found:?}");
        }
        let rows = format!("{},\n{},{}\n", id(0), id(1), SECRETS[1]);
        assert!(pairs(&rows).contains(&(id(1), SECRETS[1].into())));
        assert_eq!(pairs(&rows).len(), 2);
    }
}
