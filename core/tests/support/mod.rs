//! What the tests share: examples written as templates, the rule files that hold them, and the
//! example program.

// Each test crate takes a part of it.
#![allow(dead_code)]

pub(crate) mod encodings;
pub(crate) mod examples;
pub(crate) mod places;
pub(crate) mod program;
pub(crate) mod random;
pub(crate) mod template;
