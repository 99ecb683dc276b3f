//! What Python hands over, as bytes.

use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::offsets::Unit;

/// Text or bytes that nobody changes while they are looked at.
///
/// `str` and `bytes` never change and are borrowed, also through a `memoryview`. Whatever else
/// gives a buffer may be written to by another thread at any time, so that is copied first.
pub(crate) enum Data<'a, 'py> {
    Text(&'a str, Unit),
    Bytes(&'a [u8]),
    Copied(Bound<'py, PyBytes>, Origin),
    /// A buffer of `bytes`, which it keeps alive.
    Shared(PyUntypedBuffer),
}

/// What copied bytes stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A `str` with lone surrogates, of three bytes each.
    Surrogates,
    ByteArray,
    Buffer,
}

impl<'a, 'py> Data<'a, 'py> {
    /// Takes `str` and whatever gives a buffer.
    ///
    /// # Errors
    ///
    /// `TypeError` for anything else.
    pub(crate) fn new(data: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = data.cast::<PyString>() {
            return Self::of_text(text);
        }
        if let Ok(bytes) = data.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.as_bytes()));
        }
        if let Ok(view) = data.cast::<PyMemoryView>() {
            let owner = view.getattr(intern!(data.py(), "obj"))?;
            let buffer = PyUntypedBuffer::get(data)?;
            if owner.is_exact_instance_of::<PyBytes>() && buffer.is_c_contiguous() {
                return Ok(Self::Shared(buffer));
            }
        }
        if is_scalar(data) {
            return Err(wrong_type(data));
        }
        let is_array = data.is_instance_of::<PyByteArray>();
        let origin = if is_array { Origin::ByteArray } else { Origin::Buffer };
        let view = PyMemoryView::from(data).map_err(|_| wrong_type(data))?;
        // A number gives a buffer, too: one that has no items. A date of NumPy's has bytes for items,
        // and says of itself that there are none.
        let dimensions = intern!(data.py(), "ndim");
        for object in [Some(view.getattr(dimensions)?), data.getattr_opt(dimensions)?] {
            if object.is_some_and(|number| number.extract::<usize>().is_ok_and(|n| n == 0)) {
                return Err(wrong_type(data));
            }
        }
        let format: String = view.getattr(intern!(data.py(), "format"))?.extract()?;
        let items =
            format.trim_start_matches(ORDERS).trim_start_matches(|c: char| c.is_ascii_digit());
        if !AS_BYTES.contains(&items) {
            return Err(wrong_items(data, &format));
        }
        Self::copied(&view.call_method0(intern!(data.py(), "tobytes"))?, origin)
    }

    /// Whether that is text or bytes itself, so that nobody means its items.
    pub(crate) fn is_one(data: &Bound<'_, PyAny>) -> bool {
        data.is_instance_of::<PyString>()
            || data.is_instance_of::<PyBytes>()
            || data.is_instance_of::<PyByteArray>()
            || data.is_instance_of::<PyMemoryView>()
    }

    fn of_text(text: &'a Bound<'py, PyString>) -> PyResult<Self> {
        if let Ok(utf8) = text.to_str() {
            let is_ascii = text.code_point_len()? == utf8.len();
            return Ok(Self::Text(utf8, if is_ascii { Unit::Bytes } else { Unit::CodePoints }));
        }
        let encoded = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
        Self::copied(&encoded, Origin::Surrogates)
    }

    fn copied(bytes: &Bound<'py, PyAny>, origin: Origin) -> PyResult<Self> {
        Ok(Self::Copied(bytes.cast::<PyBytes>()?.clone(), origin))
    }

    /// The bytes: those of UTF-8 where it is text.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text, _) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Copied(bytes, _) => bytes.as_bytes(),
            Self::Shared(buffer) => {
                let start = buffer.buf_ptr().cast::<u8>();
                let length = buffer.len_bytes();
                if length == 0 {
                    return &[];
                }
                // SAFETY: `new` made sure that these are `length` bytes in a row of a `bytes`
                // object, which never changes; the buffer holds on to it.
                unsafe { std::slice::from_raw_parts(start, length) }
            }
        }
    }

    /// Whether it is `str`.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Copied(_, Origin::Surrogates))
    }

    /// What Python's offsets into it count.
    pub(crate) fn unit(&self) -> Unit {
        match self {
            Self::Text(_, unit) => *unit,
            Self::Copied(_, Origin::Surrogates) => Unit::CodePoints,
            _ => Unit::Bytes,
        }
    }

    /// Other bytes as what this was: `str`, `bytearray` or `bytes`.
    pub(crate) fn to_python(&self, py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        match self {
            // What replaces a credential may end within a character that the credential's bytes
            // ended within.
            Self::Text(..) => Ok(PyString::new(py, &String::from_utf8_lossy(bytes)).into_any()),
            Self::Copied(_, Origin::Surrogates) => surrogates(py, bytes),
            Self::Copied(_, Origin::ByteArray) => Ok(PyByteArray::new(py, bytes).into_any()),
            _ => Ok(PyBytes::new(py, bytes).into_any()),
        }
    }

    /// Whether nothing has to be made anew for a result that is the same.
    pub(crate) fn never_changes(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Bytes(_) | Self::Copied(_, Origin::Surrogates))
    }
}

/// Formats of buffers whose items mean something as bytes: whole numbers of any width, and bytes
/// themselves. Other numbers are none, and objects and text of UTF-16 or UTF-32 would be taken for
/// what they are not.
const AS_BYTES: [&str; 14] = ["b", "B", "c", "s", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N"];

/// What stands before a format and says in which order its bytes are.
const ORDERS: [char; 6] = ['@', '=', '<', '>', '!', '|'];

/// Bytes of UTF-8 with lone surrogates as `str`.
pub(crate) fn surrogates<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let bytes = PyBytes::new(py, bytes);
    let decode = |errors| bytes.call_method1("decode", ("utf-8", errors));
    decode("surrogatepass").or_else(|_| decode("replace"))
}

#[cold]
fn wrong_items(data: &Bound<'_, PyAny>, format: &str) -> PyErr {
    let (name, others) = (type_name(data), ['O', 'u', 'w']);
    let problem = if format.ends_with(others) {
        "of objects or text; for many at once there is `scan_many`"
    } else {
        "of what are no bytes; `tobytes` shows the bytes that it is kept in"
    };
    PyTypeError::new_err(format!("expected str or a bytes-like object, not {name} {problem}"))
}

#[cold]
fn wrong_type(data: &Bound<'_, PyAny>) -> PyErr {
    let name = type_name(data);
    let hint = match name.as_str() {
        "list" | "tuple" | "set" | "generator" | "dict" => {
            "; for many at once there is `scan_many`, for nested records `scan_record`"
        }
        "Series" | "ChunkedArray" | "StringArray" | "LargeStringArray" | "DataFrame" | "Table"
        | "RecordBatch" => "; for columns there is `scan_arrow`",
        _ if is_scalar(data) => ", of which `as_py` gives the value",
        _ => "",
    };
    PyTypeError::new_err(format!("expected str or a bytes-like object, not {name}{hint}"))
}

/// Whether it is an item of a column of pyarrow. Those of text and bytes are buffers, too, but their
/// offsets would be none of the text.
pub(crate) fn is_scalar(data: &Bound<'_, PyAny>) -> bool {
    data.get_type().module().is_ok_and(|module| module == "pyarrow.lib")
        && type_name(data).ends_with("Scalar")
}

/// What the object's type is called.
pub(crate) fn type_name(data: &Bound<'_, PyAny>) -> String {
    data.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string())
}
