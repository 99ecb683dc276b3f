//! The numbers that stand for the core's enums, and their names.

use keysieve::{Class, Encoding, Limit, Severity, Validity};

use crate::guard::guard;
use crate::memory::Text;

/// Gives each variant its number, both ways. Numbers are part of the interface: none ever changes.
macro_rules! numbered {
    ($type:ident: $to:ident, $from:ident { $($variant:ident = $number:literal,)+ }) => {
        /// The number of a variant. One that the interface does not know yet has the number of none.
        pub(crate) const fn $to(variant: $type) -> u8 {
            #[allow(unreachable_patterns, reason = "some enums may grow, some may not")]
            match variant { $($type::$variant => $number,)+ _ => u8::MAX }
        }

        const fn $from(number: u32) -> Option<$type> {
            match number { $($number => Some($type::$variant),)+ _ => None }
        }
    };
}

numbered! { Severity: severity_number, severity {
    Info = 0, Low = 1, Medium = 2, High = 3, Critical = 4,
}}

numbered! { Class: class_number, class {
    Secret = 0, Public = 1, Conditional = 2, Indicator = 3,
}}

numbered! { Validity: validity_number, validity {
    Unchecked = 0, Valid = 1, Invalid = 2,
}}

numbered! { Encoding: encoding_number, encoding {
    Percent = 1, Html = 2, Backslash = 3, QuotedPrintable = 4, Concatenation = 5, Base64 = 6,
    Hex = 7, Utf16Le = 8, Utf16Be = 9,
}}

/// The number of a limit.
pub(crate) const fn limit_number(limit: Limit) -> u32 {
    match limit {
        Limit::Depth => 1,
        Limit::Total => 2,
        Limit::Findings => 3,
        _ => u32::MAX,
    }
}

fn name(name: Option<&'static str>) -> Text {
    guard(Text::EMPTY, || name.map_or(Text::EMPTY, Text::from))
}

/// `keysieve_severity_name`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_severity_name(number: u32) -> Text {
    name(severity(number).map(Severity::as_str))
}

/// `keysieve_class_name`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_class_name(number: u32) -> Text {
    name(class(number).map(Class::as_str))
}

/// `keysieve_validity_name`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_validity_name(number: u32) -> Text {
    name(validity(number).map(Validity::as_str))
}

/// `keysieve_encoding_name`.
#[unsafe(no_mangle)]
pub extern "C" fn keysieve_encoding_name(number: u32) -> Text {
    name(encoding(number).map(Encoding::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_has_a_number() {
        assert!(Severity::ALL.iter().all(|&s| severity(severity_number(s).into()) == Some(s)));
        assert!(Class::ALL.iter().all(|&c| class(class_number(c).into()) == Some(c)));
        for each in [Validity::Valid, Validity::Invalid, Validity::Unchecked] {
            assert_eq!(validity(validity_number(each).into()), Some(each));
        }
        for number in 1..=9 {
            assert_eq!(encoding(number).map(encoding_number), Some(number as u8));
        }
    }
}
