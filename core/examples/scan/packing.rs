//! How something is packed, told by its first bytes or its last ones.

/// How something is packed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Zip,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Lzma,
    Zstd,
    /// In a format of that name, which is not read.
    Unread(&'static str),
}

/// How files of formats begin that are not read.
const UNREAD: &[(&[u8], &str)] = &[
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"LZIP\x01", "lzip"),
    (b"\x04\x22\x4d\x18", "LZ4"),
    (b"\xff\x06\0\0sNaPpY", "Snappy"),
    (b"MSCF\0\0\0\0", "cabinet"),
    (b"\xed\xab\xee\xdb", "RPM"),
    (b"!<arch>\ndebian-binary", "Debian package"),
];

impl Packing {
    /// Bytes that it is told by.
    pub(crate) const HEAD: usize = 512;

    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        Some(match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            [0x1f, 0x8b, 8, ..] => Self::Gzip,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Self::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            // Bits of a code, at most, and that it is begun anew.
            [0x1f, 0x9d, 0x89..=0x90, ..] => Self::Unread("compress"),
            _ if is_tar(head) => Self::Tar,
            _ if is_lzma(head) => Self::Lzma,
            _ => {
                let (_, name) = UNREAD.iter().find(|(start, _)| head.starts_with(start))?;
                Self::Unread(name)
            }
        })
    }
}

/// Whether it begins with the header of a file in a tar: by its mark, which old ones lack, or its
/// checksum.
fn is_tar(head: &[u8]) -> bool {
    if head.get(257..262) == Some(b"ustar") {
        return true;
    }
    let Some(header) = head.get(..512) else { return false };
    let Ok(stated) = tar::Header::from_byte_slice(header).cksum() else { return false };
    let sum = |bytes: &[u8]| bytes.iter().copied().map(u32::from).sum::<u32>();
    // The checksum itself counts as spaces.
    header[0] != 0 && stated == sum(&header[..148]) + sum(&[b' '; 8]) + sum(&header[156..])
}

/// Whether it begins as LZMA does that has no container: such files have no mark, but hardly any
/// other file begins with values that make sense there.
fn is_lzma(head: &[u8]) -> bool {
    // What all programs choose for the literals, and the first byte of the code.
    let Some([0x5d, fields @ .., 0]) = head.first_chunk::<14>() else { return false };
    let [a, b, c, d, size @ ..] = *fields;
    let (dictionary, size) = (u32::from_le_bytes([a, b, c, d]), u64::from_le_bytes(size));
    let is_usual = dictionary.is_power_of_two()
        || dictionary % 3 == 0 && (dictionary / 3).is_power_of_two()
        || dictionary == u32::MAX;
    is_usual && dictionary >= 1 << 12 && (size == u64::MAX || size < 1 << 38)
}

/// Whether a zip's list of contents stands at the end, whatever stands before it: programs that unpack
/// themselves or run what is packed in them begin with other bytes.
pub(crate) fn ends_as_zip(content: &[u8]) -> bool {
    /// The bytes of the list's end, with a comment at most.
    const LONGEST_END: usize = 22 + u16::MAX as usize;
    let from = content.len().saturating_sub(LONGEST_END);
    memchr::memmem::find_iter(&content[from..], b"PK\x05\x06").any(|at| {
        let (before, end) = content.split_at(from + at);
        let Some(&[.., s0, s1, s2, s3, _, _, _, _, c0, c1]) = end.first_chunk::<22>() else {
            return false;
        };
        let is_end = end.len() == 22 + usize::from(u16::from_le_bytes([c0, c1]));
        let list = before.len().checked_sub(u32::from_le_bytes([s0, s1, s2, s3]) as usize);
        let has_list = list.is_some_and(|list| before[list..].starts_with(b"PK\x01\x02"));
        // Of a large one another end, just before, says where the list is.
        let is_large = before.len() >= 20 && before[before.len() - 20..].starts_with(b"PK\x06\x07");
        is_end && (has_list || is_large)
    })
}
