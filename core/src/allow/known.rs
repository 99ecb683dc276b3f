//! Values that open nothing: examples in documentation, keys of emulators, canaries.

/// Values that everybody can read, and where.
///
/// Sources, checked 2026-11-25: docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html,
/// learn.microsoft.com/azure/storage/common/storage-connect-azurite,
/// learn.microsoft.com/azure/cosmos-db/emulator, github.com/firebase/firebase-android-sdk (keys of
/// its samples and tests), kubernetes.io/docs/concepts/configuration/secret,
/// kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-config-file,
/// github.com/google/google-authenticator/wiki/Key-Uri-Format, and the numbered RFCs.
const DOCUMENTED: &[(&str, &[u8])] = &[
    ("AWS", b"AKIAIOSFODNN7EXAMPLE"),
    ("AWS", b"AKIAI44QH8DHBEXAMPLE"),
    ("AWS", b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ("AWS", b"je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"),
    (
        "Azure's storage emulator",
        b"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    ),
    (
        "Azure's Cosmos DB emulator",
        b"C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
    ),
    (FIREBASE, concat!("AI", "zaSyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyCkEhVjf3pduRDt6d1yKOMitrUEke8agEM").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyDMAScliyLx7F0NPDEJi1QmyCgHIAODrlU").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyD3asb-2pEZVqMkmL6M9N6nHZRR_znhrh0").as_bytes()),
    (FIREBASE, concat!("AI", "zayDNSXIbFmlXbIE6mCzDLQAqITYefhixbX4A").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyAdOS2zB6NCsk1pCdZ4-P6GBdi_UUPwX7c").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyASWm6HmTMdYWpgMnjRBjxcQ9CKctWmLd4").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyANUvH9H9BsUccjsu2pCmEkOPjjaXeDQgY").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyA5_iVawFQ8ABuTZNUdcwERLJv_a_p4wtM").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyA4UrcGxgwQFTfaI3no3t7Lt1sjmdnP5sQ").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyDSb51JiIcB6OJpwwMicseKRhhrOq1cS7g").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyBF2RrAIm4a0mO64EShQfqfd2AFnzAvvuU").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyBcE-OOIbhjyR83gm4r2MFCu4MJmprNXsw").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyB8qGxt4ec15vitgn44duC5ucxaOi4FmqE").as_bytes()),
    (FIREBASE, concat!("AI", "zaSyA8vmApnrHNFE0bApF4hoZ11srVL_n0nvY").as_bytes()),
    (KUBERNETES, b"MWYyZDFlMmU2N2Rm"),
    (KUBERNETES, b"UyFCXCpkJHpEc2I9"),
    ("RFC 5849", b"ad180jjd733klru7"),
    ("Google Authenticator", b"JBSWY3DPEHPK3PXP"),
    ("RFC 6749", b"2YotnFZFEjr1zCsicMWpAA"),
    ("RFC 6749", b"tGzv3JOkF0XG5Qx2TlKWIA"),
    ("RFC 6749", b"czZCaGRSa3F0MzpnWDFmQmF0M2JW"),
];

/// Vendors that write `EXAMPLE` into all credentials that their documents show.
const MARKING: &[&str] = &["AWS"];

/// Whether a value of that vendor that says `EXAMPLE` is one of its documents.
pub(crate) fn marks_examples(vendor: &str) -> bool {
    MARKING.contains(&vendor)
}

const KUBERNETES: &str = "Kubernetes";

const FIREBASE: &str = "Firebase's SDK for Android";

/// AWS accounts whose keys are made to be stolen, ascending.
///
/// Sources, checked 2026-11-25: `TruffleHog`, `pkg/detectors/aws/access_keys/canary.go`
/// (canarytokens.org, and others modelled on it); Kingfisher, `src/validation/aws.rs`.
const CANARY_ACCOUNTS: &[(u64, &str)] = &[
    (44_858_866_125, OTHERS),
    (52_310_077_262, THINKST),
    (171_436_882_533, THINKST),
    (251_535_659_677, OTHERS),
    (266_735_846_894, THINKST),
    (344_043_088_457, OTHERS),
    (351_906_852_752, OTHERS),
    (390_477_818_340, OTHERS),
    (426_127_672_474, OTHERS),
    (427_150_556_519, OTHERS),
    (439_872_796_651, OTHERS),
    (445_142_720_921, OTHERS),
    (465_867_158_099, OTHERS),
    (528_757_803_018, OTHERS),
    (534_261_010_715, THINKST),
    (538_784_191_382, OTHERS),
    (595_918_472_158, THINKST),
    (637_958_123_769, OTHERS),
    (693_412_236_332, OTHERS),
    (717_712_589_309, THINKST),
    (729_780_141_977, OTHERS),
    (730_335_385_048, THINKST),
    (732_624_840_810, OTHERS),
    (735_421_457_923, OTHERS),
    (819_147_034_852, THINKST),
    (893_192_397_702, OTHERS),
    (959_235_150_393, OTHERS),
    (982_842_642_351, OTHERS),
    (992_382_622_183, THINKST),
];

const THINKST: &str = "Thinkst (canarytokens.org)";
const OTHERS: &str = "a service like canarytokens.org";

/// Who shows that value to everybody.
pub(crate) fn documented(secret: &[u8]) -> Option<&'static str> {
    DOCUMENTED.iter().find(|(_, value)| *value == secret).map(|&(source, _)| source)
}

/// Who makes canaries in that account.
pub(super) fn canary(account: u64) -> Option<&'static str> {
    let at = CANARY_ACCOUNTS.binary_search_by_key(&account, |&(known, _)| known).ok()?;
    CANARY_ACCOUNTS.get(at).map(|&(_, issuer)| issuer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_in_order() {
        assert!(CANARY_ACCOUNTS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(canary(52_310_077_262), Some(THINKST));
        assert_eq!(canary(123_456_789_012), None);
    }
}
