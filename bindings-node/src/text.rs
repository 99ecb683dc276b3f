//! What data is, once it is bytes.

/// How offsets in the bytes become offsets in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// They are the same: an array, or a string that is all ASCII.
    Byte,
    /// The bytes are UTF-8, the data is UTF-16.
    Utf16,
}

impl Unit {
    /// The unit of bytes that are UTF-8 of a string that is not all ASCII, or are not.
    pub(crate) const fn of(is_utf16: bool) -> Self {
        if is_utf16 { Self::Utf16 } else { Self::Byte }
    }
}
