//! Azure keys that name their service: random bytes, four characters of base64 that are fixed, and a
//! checksum of four bytes.
//!
//! Source: microsoft/security-utilities, `IdentifiableSecrets` and `IdentifiableMetadata`. The
//! checksum is Marvin32 of all bytes before it; its seed, eight characters of text, tells what the
//! key is for.

use arrayvec::ArrayVec;

use super::{Facts, Token, Validity, base64, marvin32};
use crate::fact::Fact;

/// A service's mark, its name, and the seeds of its kinds of keys.
struct Service {
    signature: &'static [u8; 4],
    name: &'static str,
    seeds: &'static [&'static [u8; 8]],
}

const SERVICES: [Service; 12] = [
    Service { signature: b"+ASt", name: "storage", seeds: &[b"Default0"] },
    Service {
        signature: b"ACDb",
        name: "cosmosdb",
        seeds: &[
            b"MastRO00",
            b"MastRW00",
            b"SystRO00",
            b"SystRW00",
            b"SysAll00",
            b"Resour00",
            b"Encryp00",
        ],
    },
    Service { signature: b"+ABa", name: "batch", seeds: &[b"AbAcct00"] },
    Service {
        signature: b"APIM",
        name: "apimanagement",
        seeds: &[b"IoTHub00", b"Tenant00", b"Gatewy00", b"GitKey00"],
    },
    Service { signature: b"+AEh", name: "eventhubs", seeds: MESSAGING },
    Service { signature: b"+ASb", name: "servicebus", seeds: MESSAGING },
    Service { signature: b"+ARm", name: "relay", seeds: MESSAGING },
    Service { signature: b"AIoT", name: "iot", seeds: &[b"IoTHub00", b"Device00", b"DpsKey00"] },
    Service { signature: REWRITTEN, name: "redis", seeds: &[b"Access00"] },
    Service { signature: b"+ACR", name: "containerregistry", seeds: &[b"ACRDflt0"] },
    Service { signature: b"AzSe", name: "search", seeds: &[b"Query000", b"PAdmin00"] },
    Service {
        signature: b"AzFu",
        name: "functions",
        seeds: &[b"Functi00", b"System00", b"Master00"],
    },
];

const MESSAGING: &[&[u8; 8]] = &[b"Send0000", b"Listen00", b"Manage00"];

/// Redis writes its keys without `+` and `/`, and the checksum does not survive that.
const REWRITTEN: &[u8; 4] = b"AzCa";

pub(super) fn check(token: Token<'_>, facts: Facts<'_>) -> Validity {
    let symbols = token.secret.trim_ascii_end();
    let end = symbols.iter().rposition(|&symbol| symbol != b'=').map_or(0, |last| last + 1);
    let Some(signature) = end.checked_sub(10).and_then(|at| symbols.get(at..at + 4)) else {
        return Validity::Invalid;
    };
    let Some(service) = SERVICES.iter().find(|service| service.signature == signature) else {
        return Validity::Unchecked;
    };
    facts(Fact::Service(service.name));
    let bytes: ArrayVec<u8, 72> = base64::decode(symbols.iter().copied()).take(72).collect();
    let Some((body, checksum)) = bytes.split_last_chunk::<4>() else { return Validity::Invalid };
    let holds = service.seeds.iter().any(|seed| {
        marvin32::checksum(body, u64::from_be_bytes(**seed)) == u32::from_le_bytes(*checksum)
    });
    if !holds && service.signature == REWRITTEN { Validity::Unchecked } else { Validity::of(holds) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use data_encoding::BASE64;

    /// A key of that many bytes, made as the service makes them.
    fn key(length: usize, signature: &str, seed: &str) -> String {
        let filler: String =
            "q7Zk3vQ9xL0mT7wR2bN5sHd1Jp6".chars().cycle().take(length * 2).collect();
        let symbols = (length * 8).div_ceil(6) - 10;
        let text = [&filler[..symbols], signature, "AAAAAAAAAA"].concat();
        let mut bytes: Vec<u8> = base64::decode(text.bytes()).take(length - 4).collect();
        let checksum =
            marvin32::checksum(&bytes, u64::from_be_bytes(seed.as_bytes().try_into().unwrap()));
        bytes.extend(checksum.to_le_bytes());
        BASE64.encode(&bytes)
    }

    fn check_text(text: &str) -> (Validity, Option<String>) {
        let mut service = None;
        let token = Token { secret: text.as_bytes(), matched: b"" };
        (check(token, &mut |fact| service = Some(fact.to_string())), service)
    }

    #[test]
    fn the_checksum_names_no_other_service() {
        for (length, signature, seed, service) in [
            (64, "+ASt", "Default0", "storage"),
            (64, "ACDb", "MastRW00", "cosmosdb"),
            (32, "+ASb", "Listen00", "servicebus"),
            (39, "+ACR", "ACRDflt0", "containerregistry"),
        ] {
            let text = key(length, signature, seed);
            assert_eq!(check_text(&text), (Validity::Valid, Some(service.into())), "{text}");
            let altered = text.replacen('q', "Q", 1);
            assert_eq!(check_text(&altered).0, Validity::Invalid, "{altered}");
            assert_eq!(check_text(&key(length, signature, "Unknown0")).0, Validity::Invalid);
        }
    }

    #[test]
    fn a_key_of_redis_may_have_been_rewritten() {
        assert_eq!(check_text(&key(32, "AzCa", "Access00")).0, Validity::Valid);
        assert_eq!(check_text(&key(32, "AzCa", "Unknown0")).0, Validity::Unchecked);
    }

    #[test]
    fn what_is_short_or_unknown_does_not_panic() {
        assert_eq!(check_text("").0, Validity::Invalid);
        assert_eq!(check_text("====").0, Validity::Invalid);
        assert_eq!(check_text("abcdefghijklmn").0, Validity::Unchecked);
        assert_eq!(check_text("+AStAAAAAA==").0, Validity::Invalid);
    }
}
