//! Text of rules, in few bytes.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;

use crate::builtin::TEXTS;

/// A part of the one text of the built-in rules, or a text of its own.
///
/// A place in a text needs no relocation when the library is loaded, as a reference would.
#[derive(Clone)]
pub(crate) enum Text {
    Builtin { at: u32, length: u32 },
    Own(Box<str>),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Builtin { at, length } => {
                let at = *at as usize;
                TEXTS.get(at..at + *length as usize).unwrap_or_default()
            }
            Self::Own(text) => text,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Builtin { at: 0, length: 0 }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Own(text.into_boxed_str())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Own(text.into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}
