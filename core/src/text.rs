//! Texts of rules, in few bytes.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use crate::builtin::{LISTS, PAIRS, PATTERNS, TEXTS};
use crate::pairs::expand;

/// A text of a rule, to be had of its [`Texts`].
///
/// Of a built-in rule it is a part of the one text of all of them: so many bytes (the lowest
/// [`LENGTH_BITS`]) from that place on. A place needs no relocation when the library is loaded, as
/// a reference would. Of any other rule it is the number of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text(pub(crate) u32);

/// Bits of a built-in text's length.
pub(crate) const LENGTH_BITS: u32 = 13;

impl Text {
    /// That of a built-in rule.
    pub(crate) fn builtin(self) -> &'static str {
        TEXTS.get(self.range()).unwrap_or_default()
    }

    /// Where it stands in the text of all built-in rules.
    const fn range(self) -> Range<usize> {
        let at = (self.0 >> LENGTH_BITS) as usize;
        at..at + (self.0 & ((1 << LENGTH_BITS) - 1)) as usize
    }
}

/// Several texts: so many, from that one on. Those of built-in rules are listed in [`LISTS`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct List {
    pub(crate) at: u16,
    pub(crate) count: u16,
}

impl List {
    pub(crate) const fn len(self) -> usize {
        self.count as usize
    }
}

/// The texts of a rule: its own ones, unless it is built in.
#[derive(Clone)]
pub(crate) struct Texts(Option<Arc<Vec<Box<str>>>>);

impl Texts {
    pub(crate) const BUILTIN: Self = Self(None);

    pub(crate) fn get(&self, text: Text) -> &str {
        if let Some(own) = &self.0 {
            own.get(text.0 as usize).map(|text| &**text).unwrap_or_default()
        } else {
            text.builtin()
        }
    }

    /// A pattern. Those of built-in rules are a text of their own, which is for reading alone and
    /// therefore shortened.
    pub(crate) fn pattern(&self, text: Text) -> Cow<'_, str> {
        match self.0 {
            Some(_) => Cow::Borrowed(self.get(text)),
            None => Cow::Owned(expand(PATTERNS.get(text.range()).unwrap_or_default(), &PAIRS)),
        }
    }

    /// That one of a list.
    pub(crate) fn of_list(&self, list: List, number: usize) -> &str {
        let at = usize::from(list.at) + number;
        if self.0.is_some() {
            self.get(Text(at as u32))
        } else {
            LISTS.get(at).map_or("", |&text| self.get(Text(text)))
        }
    }

    /// Whether a text is the same as one of another rule.
    #[inline]
    pub(crate) fn is(&self, text: Text, (others, other): (&Self, Text)) -> bool {
        match (&self.0, &others.0) {
            // Equal texts of built-in rules stand in one place.
            (None, None) => text.0 == other.0,
            _ => self.get(text) == others.get(other),
        }
    }

    /// Whether a list holds a text of another rule.
    #[inline]
    pub(crate) fn holds(&self, list: List, (others, other): (&Self, Text)) -> bool {
        match (&self.0, &others.0) {
            (None, None) => {
                let at = usize::from(list.at);
                LISTS.get(at..at + list.len()).is_some_and(|list| list.contains(&other.0))
            }
            _ => self.list(list).any(|text| text == others.get(other)),
        }
    }

    pub(crate) fn list(&self, list: List) -> impl ExactSizeIterator<Item = &str> {
        (0..list.len()).map(move |number| self.of_list(list, number))
    }
}

/// Texts that are put together.
#[derive(Default)]
#[cfg_attr(
    not(any(feature = "fingerprint", feature = "custom-rules")),
    allow(dead_code, reason = "for rules that are not built in")
)]
pub(crate) struct Pool(Vec<Box<str>>);

#[cfg_attr(
    not(any(feature = "fingerprint", feature = "custom-rules")),
    allow(dead_code, reason = "for rules that are not built in")
)]
impl Pool {
    pub(crate) fn text(&mut self, text: impl Into<Box<str>>) -> Text {
        self.0.push(text.into());
        Text(self.0.len() as u32 - 1)
    }

    /// As many of them as a list may hold.
    pub(crate) fn list<T: Into<Box<str>>>(&mut self, texts: impl IntoIterator<Item = T>) -> List {
        let at = self.0.len();
        self.0.extend(texts.into_iter().map(Into::into));
        self.0.truncate(at + usize::from(u16::MAX));
        List { at: at as u16, count: (self.0.len() - at) as u16 }
    }

    pub(crate) fn texts(self) -> Texts {
        Texts(Some(Arc::new(self.0)))
    }
}
