//! What the catalogues of security teams call a finding: the weakness that a leaked credential
//! shows, and the controls that it goes against.
//!
//! Free of dependencies on the rest of the crate (but for [`crate::rule`]), since the build script
//! compiles this file too. A rule holds two sets of bits; the words stand here alone.
//!
//! Sources: MITRE, "Common Weakness Enumeration" 4.x; NIST SP 800-53 revision 5; AICPA, "Trust
//! Services Criteria" 2017; ISO/IEC 27001:2022, annex A; PCI DSS 4.0.1.

use crate::kind::{Category, Class, Specificity, named};
use crate::rule::Shape;

/// Whose numbering an entry belongs to.
///
/// ```
/// use keysieve::{Cwe, Framework};
/// assert_eq!(Framework::Nist80053.as_str(), "NIST SP 800-53");
/// assert_eq!(Cwe::FRAMEWORK, Framework::Cwe);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Framework {
    /// Common Weakness Enumeration.
    Cwe,
    /// Security and Privacy Controls for Information Systems and Organizations.
    Nist80053,
    /// Trust Services Criteria, as SOC 2 reports use them.
    Soc2,
    /// Annex A of the standard for information security management.
    Iso27001,
    /// Payment Card Industry Data Security Standard.
    PciDss,
}

impl Framework {
    /// Every framework, in order.
    pub const ALL: &'static [Self] =
        &[Self::Cwe, Self::Nist80053, Self::Soc2, Self::Iso27001, Self::PciDss];

    /// Its short name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cwe => "CWE",
            Self::Nist80053 => "NIST SP 800-53",
            Self::Soc2 => "SOC 2",
            Self::Iso27001 => "ISO/IEC 27001",
            Self::PciDss => "PCI DSS",
        }
    }

    /// Its full name.
    ///
    /// ```
    /// assert_eq!(keysieve::Framework::Cwe.title(), "Common Weakness Enumeration");
    /// ```
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cwe => "Common Weakness Enumeration",
            Self::Nist80053 => {
                "Security and Privacy Controls for Information Systems and Organizations"
            }
            Self::Soc2 => "Trust Services Criteria",
            Self::Iso27001 => "Information security management systems, annex A",
            Self::PciDss => "Payment Card Industry Data Security Standard",
        }
    }

    /// Who publishes it.
    ///
    /// ```
    /// assert_eq!(keysieve::Framework::Nist80053.organization(), "NIST");
    /// ```
    pub const fn organization(self) -> &'static str {
        match self {
            Self::Cwe => "MITRE",
            Self::Nist80053 => "NIST",
            Self::Soc2 => "AICPA",
            Self::Iso27001 => "ISO/IEC",
            Self::PciDss => "PCI Security Standards Council",
        }
    }

    /// The edition that is meant.
    ///
    /// ```
    /// assert_eq!(keysieve::Framework::Iso27001.version(), "2022");
    /// ```
    pub const fn version(self) -> &'static str {
        match self {
            Self::Cwe => "4",
            Self::Nist80053 => "5.1.1",
            Self::Soc2 => "2017",
            Self::Iso27001 => "2022",
            Self::PciDss => "4.0.1",
        }
    }

    /// Where it can be read.
    ///
    /// ```
    /// assert_eq!(keysieve::Framework::Cwe.url(), "https://cwe.mitre.org/");
    /// ```
    pub const fn url(self) -> &'static str {
        match self {
            Self::Cwe => "https://cwe.mitre.org/",
            Self::Nist80053 => "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
            Self::Soc2 => "https://www.aicpa-cima.com/",
            Self::Iso27001 => "https://www.iso.org/standard/27001",
            Self::PciDss => "https://www.pcisecuritystandards.org/document_library/",
        }
    }
}

/// An enum of a catalogue's entries, with their titles.
macro_rules! entries {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal, $title:literal;)+ }) => {
        named! {
            $(#[$meta])*
            $vis enum $name { $($(#[$vmeta])* #[doc = $title] $variant = $id,)+ }
        }

        impl $name {
            /// What the catalogue calls it.
            $vis const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }
        }
    };
}

entries! {
    /// The weakness that a credential in the clear shows, by its number in the Common Weakness
    /// Enumeration; what fits most closely comes first.
    ///
    /// ```
    /// use keysieve::Cwe;
    /// assert_eq!(Cwe::HardCodedCredentials.number(), 798);
    /// assert_eq!(Cwe::HardCodedCredentials.as_str(), "CWE-798");
    /// assert_eq!(Cwe::HardCodedCredentials.title(), "Use of Hard-coded Credentials");
    /// assert_eq!(Cwe::from_name("CWE-321"), Some(Cwe::HardCodedKey));
    /// ```
    pub enum Cwe {
        HardCodedPassword = "CWE-259", "Use of Hard-coded Password";
        HardCodedKey = "CWE-321", "Use of Hard-coded Cryptographic Key";
        SensitiveQuery = "CWE-598", "Use of GET Request Method With Sensitive Query Strings";
        HardCodedCredentials = "CWE-798", "Use of Hard-coded Credentials";
        CleartextStorage = "CWE-312", "Cleartext Storage of Sensitive Information";
        UnprotectedCredentials = "CWE-522", "Insufficiently Protected Credentials";
        UnexpiringSession = "CWE-613", "Insufficient Session Expiration";
        InLogFile = "CWE-532", "Insertion of Sensitive Information into Log File";
        InSourceCode = "CWE-540", "Inclusion of Sensitive Information in Source Code";
    }
}

impl Cwe {
    /// The catalogue.
    pub const FRAMEWORK: Framework = Framework::Cwe;

    /// The number alone.
    pub fn number(self) -> u16 {
        let digits = self.as_str().bytes().filter(u8::is_ascii_digit);
        digits.fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))
    }
}

entries! {
    /// A control that a credential in the clear goes against, or that an indicator serves.
    ///
    /// ```
    /// use keysieve::{Control, Framework};
    /// let control = Control::NistIa5;
    /// assert_eq!(control.as_str(), "NIST SP 800-53 IA-5");
    /// assert_eq!((control.framework(), control.id()), (Framework::Nist80053, "IA-5"));
    /// assert_eq!(control.title(), "Authenticator Management");
    /// ```
    pub enum Control {
        NistIa5 = "NIST SP 800-53 IA-5", "Authenticator Management";
        NistIa57 = "NIST SP 800-53 IA-5(7)", "No Embedded Unencrypted Static Authenticators";
        NistSc12 = "NIST SP 800-53 SC-12", "Cryptographic Key Establishment and Management";
        NistSc28 = "NIST SP 800-53 SC-28", "Protection of Information at Rest";
        NistAc2 = "NIST SP 800-53 AC-2", "Account Management";
        NistAu6 = "NIST SP 800-53 AU-6", "Audit Record Review, Analysis, and Reporting";
        NistSi4 = "NIST SP 800-53 SI-4", "System Monitoring";
        SocCc61 = "SOC 2 CC6.1", "Logical access security over protected information assets";
        SocCc72 = "SOC 2 CC7.2", "Monitoring of system components for anomalies";
        IsoA517 = "ISO/IEC 27001 A.5.17", "Authentication information";
        IsoA84 = "ISO/IEC 27001 A.8.4", "Access to source code";
        IsoA815 = "ISO/IEC 27001 A.8.15", "Logging";
        IsoA816 = "ISO/IEC 27001 A.8.16", "Monitoring activities";
        IsoA824 = "ISO/IEC 27001 A.8.24", "Use of cryptography";
        Pci832 = "PCI DSS 8.3.2", "Authentication factors are unreadable in transmission and storage";
        Pci862 = "PCI DSS 8.6.2", "Passwords of application and system accounts are not hard coded";
    }
}

impl Control {
    /// The catalogue.
    pub fn framework(self) -> Framework {
        let holds = |framework: &&Framework| self.as_str().starts_with(framework.as_str());
        Framework::ALL.iter().find(holds).copied().unwrap_or(Framework::Nist80053)
    }

    /// The id within the catalogue.
    pub fn id(self) -> &'static str {
        let id = self.as_str().strip_prefix(self.framework().as_str());
        id.unwrap_or_default().trim_start()
    }
}

/// The entries of both catalogues that belong to a rule, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags {
    pub(crate) cwe: u16,
    pub(crate) controls: u32,
}

impl Tags {
    pub(crate) const fn of(cwe: &[Cwe], controls: &[Control]) -> Self {
        let mut tags = Self { cwe: 0, controls: 0 };
        let mut at = 0;
        while at < cwe.len() {
            tags.cwe |= 1 << cwe[at] as u16;
            at += 1;
        }
        at = 0;
        while at < controls.len() {
            tags.controls |= 1 << controls[at] as u32;
            at += 1;
        }
        tags
    }

    const fn and(self, other: Self) -> Self {
        Self { cwe: self.cwe | other.cwe, controls: self.controls | other.controls }
    }

    /// What a rule has that says nothing of its own.
    pub(crate) fn derive(
        class: Class,
        category: Category,
        specificity: Specificity,
        shape: Option<Shape>,
    ) -> Self {
        use {Control as C, Cwe as W};

        const ANY: Tags = Tags::of(
            &[W::HardCodedCredentials, W::CleartextStorage, W::UnprotectedCredentials],
            &[C::NistIa5, C::NistIa57, C::NistSc28, C::SocCc61, C::IsoA517],
        );
        const PASSWORD: Tags = Tags::of(&[W::HardCodedPassword], &[C::Pci832, C::Pci862]);
        const KEY: Tags = Tags::of(&[W::HardCodedKey], &[C::NistSc12, C::IsoA824]);
        const SOURCE_CONTROL: Tags = Tags::of(&[], &[C::IsoA84]);
        // Whether it is one at all depends on how it was set up; in code it stands all the same.
        const CONDITIONAL: Tags =
            Tags::of(&[W::UnprotectedCredentials, W::InSourceCode], &[C::NistIa5, C::SocCc61]);
        const INDICATOR: Tags = Tags::of(
            &[],
            &[C::NistAc2, C::NistAu6, C::NistSi4, C::SocCc72, C::IsoA815, C::IsoA816],
        );

        match class {
            Class::Public => Self::default(),
            Class::Indicator => INDICATOR,
            Class::Conditional => CONDITIONAL,
            Class::Secret => {
                let is_password = matches!(shape, Some(Shape::Password | Shape::Typed))
                    || matches!(specificity, Specificity::Structured | Specificity::Generic)
                    || category == Category::Database;
                let by_category = match category {
                    Category::PrivateKey => KEY,
                    Category::SourceControl => SOURCE_CONTROL,
                    _ => Self::default(),
                };
                let by_kind = if is_password && category != Category::PrivateKey {
                    PASSWORD
                } else {
                    Self::default()
                };
                ANY.and(by_category).and(by_kind)
            }
        }
    }
}
