//! What the offline checks look at, in words.

/// What the check of that name looks at and reads, or `None` for a name there is not.
pub(crate) fn description(validator: &str) -> Option<&'static str> {
    Some(match validator {
        "aws-access-key-id" => {
            "The account is read from the ID itself, where the ID is of the generation that holds it."
        }
        "aws-account" => "The account is read from the user name before the password.",
        "aws-arn" => {
            "The parts of the resource's name have to fit; partition, service, region and account are read from it."
        }
        "aws-cloudtrail-event" => {
            "What the audit record says of the request is read: account, region, user, service, key ID, status, error."
        }
        "aws-ecr-token" => {
            "The base64 has to hold a token, with or without `AWS:` before it, whose payload tells the expiry."
        }
        "aws-presigned-token" => {
            "The base64 has to hold a presigned request; account, region and expiry are read from it."
        }
        "aws-service-api-key" => {
            "The base64 has to hold a user, `-at-`, an account and a secret; user and account are read."
        }
        "aws-ses-smtp-password" => {
            "A secret access key nearby can prove it, since the password is made from one; its version is read."
        }
        "azure-entra" => {
            "The last characters have to be the start of a Marvin32 checksum in base 66."
        }
        "azure-identifiable" => {
            "Signature and Marvin32 checksum have to stand at their places in the last bytes of the base64; the service is read."
        }
        "basic-credentials" => {
            "The base64 has to hold a user, a colon and a password; the user is read."
        }
        "bech32-key" => "Bech32's own checksum has to hold.",
        "bitcoin-wif" => "Base58Check's own checksum has to hold.",
        "confluent-secret" => {
            "The last 6 characters have to be base64 of the CRC-32 of the 54 before them."
        }
        "crc32-base62" => {
            "The last 6 characters have to be the CRC-32, in base 62, of those between the first `_` and them."
        }
        "crc32-base62-encoded" => {
            "The same as for the token itself, within the base64: 6 characters of CRC-32 in base 62."
        }
        "crc32-hex-body" => {
            "The last 8 characters have to be the CRC-32, in lower-case hexadecimal, of the body after the prefix."
        }
        "crc32-hex-little-endian" => {
            "The last 8 characters have to be the CRC-32, little-endian in hexadecimal, of all before their `_`."
        }
        "crc32-hex-upper" => {
            "The last 8 characters have to be the CRC-32, in upper-case hexadecimal, of all before."
        }
        "discord-bot" => "The first part has to be a user ID in base64; the ID is read.",
        "dynatrace-token" => "The public ID before the secret is read.",
        "environment" => "The prefix tells whether the key is for production or for tests.",
        "flyio-macaroon" => {
            "The base64 has to hold whole macaroons in MessagePack; the host that they count for is read."
        }
        "gitlab-routable" => {
            "The last 7 characters have to be the CRC-32, in base 36, of all before."
        }
        "grafana-token" => {
            "The base64 has to hold a JSON object; organization and region are read from it."
        }
        "jfrog-reference" => {
            "The base64 has to hold `reftkn`, a version and an expiry, which is read."
        }
        "jwe" => {
            "The header has to be a JSON object that names two algorithms, `alg` and `enc`; the algorithm is read."
        }
        "jwt" => {
            "Header and claims have to be JSON; algorithm, issuer, subject, times of issue and expiry are read."
        }
        "jwt-base64" => {
            "The base64 has to hold a JSON Web Token: header and claims in JSON; issuer and expiry are read."
        }
        "jwt-prefixed" => {
            "What follows the prefix has to be a JSON Web Token; issuer and expiry are read."
        }
        "macaroon" => {
            "The base64 has to hold a whole macaroon for the registry; the host that it counts for is read."
        }
        "onepassword-token" => {
            "The base64 has to hold the JSON object of a service account; its user and host are read."
        }
        "private-key" => {
            "The content of the armour has to be a key in DER, OpenSSH's or OpenPGP's form; the algorithm, and whether a passphrase protects it, are read."
        }
        "private-key-base64" => {
            "The base64 has to hold an armoured private key; the algorithm, and whether a passphrase protects it, are read."
        }
        "private-key-lines" => "As `private-key`, without what begins and ends each line.",
        "sentry-token" => {
            "The base64 has to hold a JSON object; organization, host and time of issue are read."
        }
        "sigv4-query" => "Account, region, service and expiry are read from the signed request.",
        "url-password" => "User and host around the password are read.",
        "user-password" => "User and password are told apart; a stand-in does not hold.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::description;

    #[test]
    fn every_check_is_described() {
        let all = keysieve::Ruleset::builder().indicators(true).build().expect("built-in rules");
        for validator in all.rules().iter().filter_map(keysieve::Rule::validator) {
            assert!(description(validator).is_some(), "`{validator}` has no description");
        }
    }
}
