//! Secrets that the host knows are found in encoded text, too, each at its place in the original.

use std::ops::ControlFlow;

use data_encoding::{BASE64, HEXLOWER};
use keysieve::{Encoding, FingerprintKey, KNOWN_SECRET_RULE, KnownSecrets, Ruleset, Scratch};

/// One whose look gives nothing away, and one that looks like what it is.
const SECRETS: [&str; 2] = ["nothing to see, move along", "vT4q_x9KbR2m-ZpL7wNc3"];

fn each(text: &str, write: impl Fn(u8) -> String) -> String {
    text.bytes().map(write).collect()
}

#[test]
fn known_secrets_are_found_in_every_layer() {
    let mut known = KnownSecrets::new(FingerprintKey::new(&[3; 32]));
    for secret in SECRETS {
        known.add_secret("vault", secret.as_bytes()).expect("it is long enough");
    }
    let ruleset = Ruleset::builder().known_secrets(known).build().expect("they can be looked for");
    let mut scratch = Scratch::default();
    for secret in SECRETS {
        let base64 = BASE64.encode(secret.as_bytes());
        let written: [(String, &[Encoding]); 5] = [
            (secret.to_owned(), &[]),
            (base64.clone(), &[Encoding::Base64]),
            (BASE64.encode(base64.as_bytes()), &[Encoding::Base64, Encoding::Base64]),
            (HEXLOWER.encode(secret.as_bytes()), &[Encoding::Hex]),
            (each(secret, |byte| format!("%{byte:02X}")), &[Encoding::Percent]),
        ];
        for (encoded, layers) in written {
            let text = format!("value = \"{encoded}\"\n");
            let mut places = Vec::new();
            let flow = ruleset.scan_decoded(text.as_bytes(), &mut scratch, |found| {
                if found.rule().id() == KNOWN_SECRET_RULE {
                    places.push((found.secret().range(), found.layers().to_vec()));
                }
                ControlFlow::<()>::Continue(())
            });
            assert!(flow.is_continue());
            let place = 9..9 + encoded.len();
            assert_eq!(places, [(place, layers.to_vec())], "{encoded}");
        }
    }
}
