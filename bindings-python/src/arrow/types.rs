//! Which types of columns are looked at.

use arrow_schema::{DataType, Field};

use crate::offsets::Unit;

/// Whether there is text or are bytes in it, or nothing at all.
pub(super) fn holds_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Null | DataType::FixedSizeBinary(_) => true,
        DataType::Dictionary(_, values) => holds_text(values),
        DataType::Struct(fields) => fields.iter().any(|field| holds_text(field.data_type())),
        DataType::RunEndEncoded(_, values) => holds_text(values.data_type()),
        DataType::Union(fields, _) => fields.iter().any(|(_, field)| holds_text(field.data_type())),
        other => items(other).map_or(is_flat(other), |field| holds_text(field.data_type())),
    }
}

/// Where text or bytes stand within such a column that cannot be looked at, and their type.
pub(super) fn unsupported(data_type: &DataType) -> Option<(String, &DataType)> {
    match data_type {
        _ if !holds_text(data_type) => None,
        DataType::FixedSizeBinary(_) | DataType::RunEndEncoded(..) | DataType::Union(..) => {
            Some((String::new(), data_type))
        }
        DataType::Dictionary(_, values) => {
            let is_supported = is_flat(values) || **values == DataType::Null;
            (!is_supported).then(|| (String::new(), data_type))
        }
        DataType::Struct(fields) => fields.iter().find_map(|field| {
            let (within, data_type) = unsupported(field.data_type())?;
            Some((joined(field.name(), &within), data_type))
        }),
        other => {
            let (within, data_type) = unsupported(items(other)?.data_type())?;
            Some((joined("[]", &within), data_type))
        }
    }
}

/// A step and those after it: `env[].value`.
fn joined(step: &str, within: &str) -> String {
    let dot = if within.is_empty() || within.starts_with('[') { "" } else { "." };
    format!("{step}{dot}{within}")
}

/// What the rows of lists and maps are of.
pub(super) fn items(data_type: &DataType) -> Option<&Field> {
    match data_type {
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => Some(field),
        _ => None,
    }
}

const fn is_flat(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
    )
}

/// What offsets into text or bytes of that type count.
pub(super) fn unit(data_type: &DataType) -> Unit {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Unit::CodePoints,
        DataType::Dictionary(_, values) => unit(values),
        _ => Unit::Bytes,
    }
}
