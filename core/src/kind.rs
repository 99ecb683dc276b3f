//! The kinds by which rules and their findings are told: how bad, of what, how secret, how sure.
//!
//! Free of dependencies on the rest of the crate, since the build script compiles this file too.

/// An enum whose variants have a stable name, the one rule files and reports use.
macro_rules! named {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $vis enum $name { $($(#[$vmeta])* $variant,)+ }

        #[allow(dead_code, reason = "the names of some are read by the rule compiler only")]
        impl $name {
            /// Every variant, in order.
            $vis const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that rule files and reports use.
            $vis const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The variant of that name, or `None`.
            $vis fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use named;

named! {
    /// How bad it is if the credential is live and in the wrong hands.
    ///
    /// It says nothing of how sure the finding is; that is its confidence. The two together say what
    /// to do first.
    ///
    /// ```
    /// use keysieve::Severity;
    /// assert!(Severity::Critical > Severity::Low);
    /// assert_eq!(Severity::from_name("high"), Some(Severity::High));
    /// ```
    pub enum Severity {
        /// Nothing to revoke: a public value, an identifier. Good to know.
        Info = "info",
        /// Little can be done with it: a value made to be shipped, a test environment. Or an event
        /// that is worth a look. Clean up when you pass by.
        Low = "low",
        /// Limited in scope or time, or one of several parts that are needed. Revoke within days.
        Medium = "medium",
        /// Reads or changes data, or spends money, within one service. Revoke the same day.
        High = "high",
        /// Gives control: of an account, of what others run (code, packages, images), of money, or
        /// of further credentials. Revoke now, then find out what it was used for.
        Critical = "critical",
    }
}

named! {
    /// What kind of thing the credential opens.
    ///
    /// ```
    /// use keysieve::Category;
    /// assert_eq!(Category::SourceControl.as_str(), "source-control");
    /// ```
    pub enum Category {
        /// Model providers and machine-learning platforms.
        Ai = "ai",
        /// Single sign-on, directories, secret stores.
        Identity = "identity",
        /// Cloud and hosting accounts.
        Cloud = "cloud",
        /// Chat, mail, telephony.
        Communication = "communication",
        /// Databases, caches, brokers, warehouses.
        Database = "database",
        /// Values near a secret-like name, of no vendor in particular.
        Generic = "generic",
        /// Metrics, logs, error tracking.
        Observability = "observability",
        /// Package registries and build services.
        Package = "package",
        /// Payment and accounting.
        Payment = "payment",
        /// Private key material.
        PrivateKey = "private-key",
        /// Shops, marketing, other software sold as a service.
        Saas = "saas",
        /// Hosts of source code.
        SourceControl = "source-control",
    }
}

named! {
    /// Whether the value is meant to be kept secret at all.
    ///
    /// ```
    /// use keysieve::Class;
    /// assert_eq!(Class::from_name("public"), Some(Class::Public));
    /// ```
    pub enum Class {
        /// Must not leave its owner.
        Secret = "secret",
        /// Made to be shipped to browsers and apps.
        Public = "public",
        /// Public or secret depending on how it was set up; the rule's description says on what.
        Conditional = "conditional",
        /// No credential, but a sign of one: an event in an audit log, an identifier. Rules of this
        /// class are off unless [`RulesetBuilder::indicators`](crate::RulesetBuilder::indicators)
        /// turns them on.
        Indicator = "indicator",
    }
}

named! {
    /// How much of a finding rests on the value itself; of two findings that overlap, the more
    /// specific one stays.
    ///
    /// ```
    /// use keysieve::Specificity;
    /// assert!(Specificity::Distinctive > Specificity::Generic);
    /// ```
    pub enum Specificity {
        /// Nothing but the value's length and alphabet.
        Shape = "shape",
        /// A secret-like name of no vendor in particular stands before the value.
        Generic = "generic",
        /// The value stands where a known syntax puts a secret: a URL's password, a header.
        Structured = "structured",
        /// A vendor's own name for the secret stands before the value.
        Keyword = "keyword",
        /// The value carries its own prefix or structure.
        Distinctive = "distinctive",
    }
}
