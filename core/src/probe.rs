#![allow(missing_docs, clippy::all, clippy::pedantic, unreachable_pub)]
extern crate std;
use std::println;
use crate::builtin::{PREFILTER, RULES};
use crate::program::*;
pub fn dump() {
    for r in RULES.iter() {
        match &r.program.anchor {
            Anchor::Literals { literals, lead_min, lead_max, find } => {
                let l: std::vec::Vec<std::string::String> = literals.iter().map(|l| std::string::String::from(&**l)).collect();
                println!("{find:?}\t{}\t{lead_min}..{lead_max}\tmax {}\t{l:?}", r.id(), r.program.max_length);
            }
            Anchor::Run { min, max } => println!("Run\t{}\t{min}..{max}", r.id()),
        }
    }
    let p = &PREFILTER;
    for (n, i) in [("heads", &p.heads), ("names", &p.names), ("name_ends", &p.name_ends), ("rare", &p.rare)] {
        println!("{n}: literals {} owners {} filter bits {} set {} slots {}", i.literals.len(), i.owners.len(), i.filter_bits, i.filter.iter().map(|x| x.count_ones()).sum::<u32>(), i.slots.len());
    }
}
pub fn stats(h: &[u8]) {
    use crate::prefilter::*;
    let s = crate::prefilter::raw_stats(h);
    let mb = h.len() as f64 / 1e6;
    for (n, c) in s { println!("   {n}: {:.1}/MB", c as f64 / mb); }
    let mut hits = 0; let mut conf = 0; let mut scored = 0;
    let mut by: std::collections::HashMap<usize, (usize, usize)> = Default::default();
    for hit in Hits::new(&PREFILTER, h) { hits += 1; let r = &RULES[hit.rule]; let e = by.entry(hit.rule).or_default(); e.0 += 1;
        if let Some(f) = r.program.confirm(h, hit.anchor, hit.value) { conf += 1; e.1 += 1; if crate::score::score(r, h, f).is_some() { scored += 1; } } }
    println!("   hits {:.1}/MB confirmed {:.1}/MB scored {:.1}/MB", hits as f64 / mb, conf as f64 / mb, scored as f64 / mb);
    let mut v: std::vec::Vec<_> = by.into_iter().collect(); v.sort_by_key(|x| std::cmp::Reverse(x.1.0));
    for (r, (n, c)) in v.iter().take(14) { println!("      {} {:.1}/MB conf {:.1}/MB", RULES[*r].id(), *n as f64 / mb, *c as f64 / mb); }
}
