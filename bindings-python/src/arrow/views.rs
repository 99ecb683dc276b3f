//! Text and bytes with views, made anew.
//!
//! Views of several rows may be of the same bytes, and of a small part of a large buffer. So what the
//! rows that stay have in use is copied stretch by stretch: no byte twice, and none that is in no use.

use std::sync::Arc;

use arrow_array::builder::make_view;
use arrow_array::types::ByteViewType;
use arrow_array::{Array, ArrayRef, GenericByteViewArray};
use arrow_buffer::{Buffer, ScalarBuffer};
use arrow_data::{ByteView, MAX_INLINE_VIEW_LEN};
use arrow_schema::ArrowError;

use super::redact::{Changes, too_long};

/// New bytes that come into one buffer, so that 32 bits count them.
const BUFFER: usize = 1 << 30;

/// A stretch of a buffer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    buffer: u32,
    start: u32,
    end: u32,
}

impl Stretch {
    /// The one of a view that is longer than what stands in a view itself.
    fn of(view: u128) -> Option<Self> {
        let view = ByteView::from(view);
        let (buffer, start) = (view.buffer_index, view.offset);
        (view.length > MAX_INLINE_VIEW_LEN).then(|| Self {
            buffer,
            start,
            end: start + view.length,
        })
    }

    fn bytes(self, buffers: &[Buffer]) -> &[u8] {
        &buffers[self.buffer as usize][self.start as usize..self.end as usize]
    }
}

/// The array with its changes and with the bytes of its rows alone; `None` if it is that already.
pub(super) fn rebuilt<T: ByteViewType>(
    array: &GenericByteViewArray<T>,
    changes: &Changes,
) -> Result<Option<ArrayRef>, ArrowError> {
    let old: Vec<Buffer> = array.data_buffers().iter().cloned().collect();
    let kept = kept(array, changes);
    if changes.is_empty() && hides_nothing(array) && are_whole(&kept, &old) {
        return Ok(None);
    }
    let (mut buffers, places) = copied(&kept, &old);
    let (mut views, mut fresh) = (Vec::with_capacity(array.len()), Vec::new());
    let mut changes = changes.iter().peekable();
    for (row, &view) in array.views().iter().enumerate() {
        let new = changes.next_if(|(changed, _)| *changed == row);
        views.push(match (new, Stretch::of(view)) {
            (Some((_, bytes)), _) => {
                if bytes.len() > i32::MAX as usize {
                    return Err(too_long(array.data_type(), bytes.len()));
                }
                if !fresh.is_empty() && fresh.len() + bytes.len() > BUFFER {
                    buffers.push(Buffer::from_vec(std::mem::take(&mut fresh)));
                }
                let view = make_view(bytes, buffers.len() as u32, fresh.len() as u32);
                if bytes.len() > MAX_INLINE_VIEW_LEN as usize {
                    fresh.extend_from_slice(bytes);
                }
                view
            }
            _ if array.is_null(row) => 0,
            (None, Some(stretch)) => {
                let number = kept.partition_point(|kept| *kept <= end_of(stretch)) - 1;
                let (buffer_index, start) = places[number];
                let offset = start + (stretch.start - kept[number].start);
                ByteView { buffer_index, offset, ..ByteView::from(view) }.as_u128()
            }
            (None, None) => view,
        });
    }
    if !fresh.is_empty() {
        buffers.push(Buffer::from_vec(fresh));
    }
    let views = ScalarBuffer::from(views);
    let array = GenericByteViewArray::<T>::try_new(views, buffers, array.nulls().cloned())?;
    Ok(Some(Arc::new(array)))
}

/// What sorts behind all stretches that start no later than this one.
const fn end_of(stretch: Stretch) -> Stretch {
    Stretch { end: u32::MAX, ..stretch }
}

/// The stretches that rows which stay have in use, in order and apart.
fn kept<T: ByteViewType>(array: &GenericByteViewArray<T>, changes: &Changes) -> Vec<Stretch> {
    let mut leaving = changes.iter().map(|&(row, _)| row).peekable();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (row, &view) in array.views().iter().enumerate() {
        if leaving.next_if_eq(&row).is_none()
            && array.is_valid(row)
            && let Some(stretch) = Stretch::of(view)
        {
            join(&mut stretches, stretch);
        }
    }
    if !stretches.is_sorted() {
        stretches.sort_unstable();
        let apart = Vec::with_capacity(stretches.len());
        stretches = stretches.into_iter().fold(apart, |mut apart, stretch| {
            join(&mut apart, stretch);
            apart
        });
    }
    stretches
}

/// Adds a stretch, to the last one if it goes on there.
fn join(stretches: &mut Vec<Stretch>, next: Stretch) {
    match stretches.last_mut() {
        Some(last)
            if last.buffer == next.buffer && (last.start..=last.end).contains(&next.start) =>
        {
            last.end = last.end.max(next.end);
        }
        _ => stretches.push(next),
    }
}

/// Whether nothing stands in views that are null.
fn hides_nothing<T: ByteViewType>(array: &GenericByteViewArray<T>) -> bool {
    let Some(nulls) = array.nulls() else { return true };
    array.views().iter().zip(nulls).all(|(&view, is_valid)| is_valid || view == 0)
}

/// Whether the stretches are all that the buffers hold.
fn are_whole(stretches: &[Stretch], buffers: &[Buffer]) -> bool {
    let used: usize = stretches.iter().map(|stretch| (stretch.end - stretch.start) as usize).sum();
    used == buffers.iter().map(Buffer::len).sum::<usize>()
}

/// Buffers of these stretches alone, and the buffer and the place in it of each.
fn copied(stretches: &[Stretch], old: &[Buffer]) -> (Vec<Buffer>, Vec<(u32, u32)>) {
    let (mut buffers, mut places) = (Vec::new(), Vec::with_capacity(stretches.len()));
    for of_one in stretches.chunk_by(|one, next| one.buffer == next.buffer) {
        let whole = &old[of_one[0].buffer as usize];
        let mut length = 0;
        for stretch in of_one {
            places.push((buffers.len() as u32, length));
            length += stretch.end - stretch.start;
        }
        buffers.push(if length as usize == whole.len() {
            whole.clone()
        } else {
            let parts = of_one.iter().map(|stretch| stretch.bytes(old));
            Buffer::from_vec(parts.collect::<Vec<_>>().concat())
        });
    }
    (buffers, places)
}
