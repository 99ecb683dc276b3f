//! The built-in rules: static data that the build script made from `rules/`.

#![allow(clippy::unreadable_literal, reason = "the places of tables are for the compiler")]

use alloc::borrow::Cow;

use crate::dfa::{Block, Form, Graph, Run, Starts};
use crate::issued::Issued;
use crate::pairs::Pair;
use crate::prefilter::borders::{Borders, Table};
use crate::prefilter::buckets::Buckets;
use crate::prefilter::filter::Filter;
use crate::prefilter::guard::{ByteSet, Guard};
use crate::prefilter::index::{Index, Literal};
use crate::prefilter::tables::{Prefilter, RunRule};
use crate::program::{Anchor, Find, HeadRun, Literals, Program, Shared};
use crate::rule::{
    Category, Class, Companions, Entropy, RedactScope, Rule, Severity, Shape, Specificity,
    Validator, Within,
};
use crate::taxonomy::Tags;
use crate::text::{List, Text, Texts};

/// All texts of rules but for patterns, one after the other.
pub(crate) static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/builtin.txt"));

/// All patterns, one after the other, in [`PAIRS`].
pub(crate) static PATTERNS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.patterns"));

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
