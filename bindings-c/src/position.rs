//! Offsets to lines and columns.

use keysieve::Positions;

use crate::guard::answer;
use crate::memory::slice_of;
use crate::status::Status;

/// `keysieve_position`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Position {
    /// Bytes from the start of the text.
    pub offset: u64,
    /// From 1.
    pub line: u64,
    /// In bytes, from 1.
    pub column: u64,
}

const NOWHERE: Position = Position { offset: 0, line: 0, column: 0 };
const START: Position = Position { offset: 0, line: 1, column: 1 };

/// `keysieve_position_of`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn keysieve_position_of(
    data: *const u8,
    length: usize,
    offset: u64,
    known: *const Position,
    position: *mut Position,
) -> Status {
    answer(|| {
        if position.is_null() {
            return Err(Status::ARGUMENT);
        }
        // SAFETY: the header asks for a position or NULL, and for a place to write to, which may be
        // that of the other.
        let known = unsafe {
            let known = known.as_ref().copied();
            position.write(NOWHERE);
            known
        };
        // SAFETY: the header asks for bytes.
        let text = unsafe { slice_of(data, length) }?;
        let offset = offset.min(length as u64);
        let from = known.filter(|known| known.offset <= offset).unwrap_or(START);
        let rest = text.get(from.offset as usize..).unwrap_or_default();
        let further = Positions::new(rest).at((offset - from.offset) as usize);
        let lines = further.line as u64 - 1;
        let before = if lines == 0 { from.column.saturating_sub(1) } else { 0 };
        let column = before.saturating_add(further.column as u64);
        // SAFETY: the header asks for a place to write to.
        unsafe {
            position.write(Position { offset, line: from.line.saturating_add(lines), column });
        };
        Ok(Status::OK)
    })
}
