//! What is packed: archives and compressed files.

use std::io::{self, BufRead, BufReader, Read, Seek};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::{LzmaReader, XzReader};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use tempfile::SpooledTempFile;

use crate::packing::Packing;

/// Archives within archives within archives …
const DEEPEST: usize = 8;

/// The most entries of all archives of one file.
const MOST_ENTRIES: usize = 1 << 20;

/// What an archive within another takes of memory before it goes to a file.
const IN_MEMORY: usize = 64 << 20;

/// What one decompressor may keep in memory.
const WINDOW: u64 = 256 << 20;

/// What may be unpacked of one file.
pub(crate) struct Budget {
    bytes: u64,
    entries: usize,
}

impl Budget {
    pub(crate) const fn new(bytes: u64) -> Self {
        Self { bytes, entries: MOST_ENTRIES }
    }
}

/// Takes what comes out of an archive.
pub(crate) trait Sink {
    /// One file; what it reads may end with an error. One that ends as a zip does is given back
    /// instead of being looked at.
    fn file(&mut self, name: &str, content: &mut dyn Read) -> io::Result<Option<Vec<u8>>>;

    /// One file, as it is.
    fn bytes(&mut self, name: &str, content: &[u8]);

    /// A part that could not be read, while others can.
    fn error(&mut self, name: &str, error: &io::Error);
}

/// Unpacks something to the files in it; what is not packed is a file itself. A compressed file has
/// no name of its own within.
pub(crate) fn unpack(
    name: &str,
    content: &mut dyn Read,
    depth: usize,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut content = BufReader::new(content);
    let mut head = Vec::with_capacity(Packing::HEAD);
    let error = content.by_ref().take(Packing::HEAD as u64).read_to_end(&mut head).err();
    let packing = Packing::of(&head);
    // What could be read counts, even if it is that little.
    let head = io::Cursor::new(head).chain(Failing(error));
    let mut content = BufReader::new(head.chain(content));
    let Some(packing) = packing else {
        return match sink.file(name, &mut content)? {
            Some(bytes) => behind(name, &bytes, depth, budget, sink),
            None => Ok(()),
        };
    };
    check_depth(depth)?;
    let content: &mut dyn BufRead = &mut content;
    match packing {
        Packing::Gzip => inner(name, Members::<_, GzDecoder<_>>::new(content), depth, budget, sink),
        Packing::Bzip2 => {
            inner(name, Members::<_, BzDecoder<_>>::new(content), depth, budget, sink)
        }
        Packing::Xz => {
            let limit = (WINDOW >> 10) as u32;
            inner(name, XzReader::new_mem_limit(content, true, limit), depth, budget, sink)
        }
        Packing::Lzma => {
            let limit = (WINDOW >> 10) as u32;
            inner(name, LzmaReader::new_mem_limit(content, limit, None)?, depth, budget, sink)
        }
        Packing::Zstd => inner(name, Zstd::new(content), depth, budget, sink),
        Packing::Tar => tar(name, content, depth, budget, sink),
        Packing::Zip => {
            let mut file = SpooledTempFile::new(IN_MEMORY);
            io::copy(content, &mut file)?;
            zip(name, file, depth, budget, sink).map(|_| ())
        }
        Packing::Unread(format) => {
            // Some of it may stand there as it is.
            if let Some(bytes) = sink.file(name, content)? {
                sink.bytes(name, &bytes);
            }
            Err(io::Error::other(format!("{format} is not unpacked")))
        }
    }
}

fn check_depth(depth: usize) -> io::Result<()> {
    if depth == DEEPEST {
        return Err(io::Error::other(format!("packed more than {DEEPEST} times")));
    }
    Ok(())
}

/// Unpacks a zip that stands behind something else, which is a file itself.
fn behind(
    name: &str,
    bytes: &[u8],
    depth: usize,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let unpacked =
        check_depth(depth).and_then(|()| zip(name, io::Cursor::new(bytes), depth, budget, sink));
    // All of it, if that is no zip after all.
    let start = unpacked.as_ref().ok().and_then(|&start| usize::try_from(start).ok());
    sink.bytes(name, start.and_then(|start| bytes.get(..start)).unwrap_or(bytes));
    unpacked.map(|_| ())
}

/// Unpacks what is within. Bytes count at each level, since each costs time.
fn inner(
    name: &str,
    content: impl Read,
    depth: usize,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut metered = Metered { content, left: budget.bytes };
    let result = unpack(name, &mut metered, depth + 1, budget, sink);
    budget.bytes = budget.bytes.min(metered.left);
    result
}

fn tar(
    name: &str,
    content: &mut dyn BufRead,
    depth: usize,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let mut archive = tar::Archive::new(content);
    for entry in archive.entries()? {
        let entry = entry?;
        budget.count()?;
        // Files have several types, and what is of an unknown one counts as a file.
        if !entry.header().entry_type().is_file() && entry.size() == 0 {
            continue;
        }
        let inside = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let inside = format!("{name}!/{inside}");
        if let Err(error) = inner(&inside, entry, depth, budget, sink) {
            sink.error(&inside, &error);
            budget.check()?;
        }
    }
    Ok(())
}

/// Unpacks a zip file, whose list of contents stands at its end; gives back where its first entry
/// begins.
pub(crate) fn zip(
    name: &str,
    file: impl Read + Seek,
    depth: usize,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> io::Result<u64> {
    let mut start = u64::MAX;
    let mut archive = zip::ZipArchive::new(BufReader::new(file))?;
    for number in 0..archive.len() {
        budget.count()?;
        let unnamed = format!("{name}!/#{number}");
        let (inside, result) = match archive.by_index(number) {
            Ok(entry) => {
                start = start.min(entry.header_start());
                if !entry.is_file() {
                    continue;
                }
                let inside = String::from_utf8_lossy(entry.name_raw()).into_owned();
                let inside = format!("{name}!/{inside}");
                let result = inner(&inside, entry, depth, budget, sink);
                (inside, result)
            }
            Err(error) => (unnamed, Err(error.into())),
        };
        if let Err(error) = result {
            sink.error(&inside, &error);
            budget.check()?;
        }
    }
    Ok(start)
}

impl Budget {
    fn count(&mut self) -> io::Result<()> {
        self.entries = self.entries.saturating_sub(1);
        self.check()
    }

    /// An error once nothing is left.
    fn check(&self) -> io::Result<()> {
        if self.entries == 0 {
            return Err(io::Error::other(format!("more than {MOST_ENTRIES} files in archives")));
        }
        if self.bytes == 0 { Err(exhausted()) } else { Ok(()) }
    }
}

fn exhausted() -> io::Error {
    io::Error::other("unpacks to more than is allowed (see --max-unpacked)")
}

/// Ends with an error once more has been read than there is left of the budget.
struct Metered<R> {
    content: R,
    left: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        let left = self.left.checked_sub(read as u64);
        self.left = left.unwrap_or(0);
        if left.is_some() { Ok(read) } else { Err(exhausted()) }
    }
}

/// Ends with the error, if there is one.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// All members of a compressed file, one after the other; zeros may follow the last one, as tapes and
/// devices are padded.
struct Members<R, D> {
    /// What is left of the file, between members.
    content: Option<R>,
    member: Option<D>,
}

/// What unpacks one member.
trait Member<R>: Read {
    fn new(content: R) -> Self;
    fn into_inner(self) -> R;
}

impl<R: BufRead> Member<R> for GzDecoder<R> {
    fn new(content: R) -> Self {
        Self::new(content)
    }

    fn into_inner(self) -> R {
        self.into_inner()
    }
}

impl<R: BufRead> Member<R> for BzDecoder<R> {
    fn new(content: R) -> Self {
        Self::new(content)
    }

    fn into_inner(self) -> R {
        self.into_inner()
    }
}

impl<R: BufRead, D: Member<R>> Members<R, D> {
    fn new(content: R) -> Self {
        Self { content: None, member: Some(D::new(content)) }
    }
}

impl<R: BufRead, D: Member<R>> Read for Members<R, D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(member) = &mut self.member {
                let read = member.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.content = self.member.take().map(D::into_inner);
            }
            let Some(content) = &mut self.content else { return Ok(0) };
            let rest = content.fill_buf()?;
            if rest.is_empty() {
                return Ok(0);
            }
            let zeros = rest.iter().take_while(|&&byte| byte == 0).count();
            if zeros > 0 {
                content.consume(zeros);
            } else {
                self.member = self.content.take().map(D::new);
            }
        }
    }
}

/// All frames of a file, one after the other.
struct Zstd<R> {
    content: R,
    decoder: FrameDecoder,
    /// Whether a frame has been begun.
    within: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(content: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self { content, decoder, within: false }
    }

    /// Begins the next frame that holds anything; false at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.content.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.content) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.content.by_ref().take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within && !self.begin()? {
                return Ok(0);
            }
            self.within = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.content, one).map_err(io::Error::other)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.within = false;
            let stated = self.decoder.get_checksum_from_data();
            if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
                return Err(io::Error::other("a checksum does not hold"));
            }
        }
    }
}
