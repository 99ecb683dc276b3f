//! Text to scan, the same in every run and on every machine.

use crate::random::Random;
use crate::template;

/// A kind of text.
pub(crate) struct Corpus {
    /// What reports call it.
    pub(crate) name: &'static str,
    /// One piece of it, in the language of the rules' examples.
    template: &'static str,
}

/// All kinds, without credentials but for the one that says so.
pub(crate) const CORPORA: [Corpus; 4] = [
    Corpus {
        name: "logs",
        template: r#"{"ts":"2026-0[[from 123456789 1]]-1[[digits 1]]T1[[digits 1]]:2[[digits 1]]:3[[digits 1]].[[digits 3]]Z","level":"[[pick info|info|warn|error|debug]]","service":"[[pick checkout|search|mailer|ledger]]-[[hex 6]]","trace":"[[hex 32]]","user":[[digits 5-8]],"msg":"[[pick request served|cache filled|retry scheduled|connection closed by peer]]","path":"/api/v2/[[pick orders|users|items]]/[[uuid]]","ms":[[digits 1-4]]}
"#,
    },
    Corpus {
        name: "source",
        template: r#"/// Returns the [[lower 4-9]] of the [[lower 3-8]], if there is one.
pub fn [[lower 3-9]]_[[lower 3-9]](&self, [[lower 3-6]]: &[[letters 4-9]]) -> Option<[[letters 4-12]]> {
    let [[lower 3-8]] = self.[[lower 4-9]].get([[lower 3-6]].index())?;
    if [[lower 3-8]].is_empty() || self.[[lower 3-9]] > [[digits 1-4]] {
        return None; // [[lower 3-8]] [[lower 2-6]] [[lower 4-9]]
    }
    assert_eq!([[lower 3-8]].len(), [[digits 1-3]], "the [[lower 3-8]] has [[lower 3-7]]");
    Some([[letters 4-12]]::from([[lower 3-8]]))
}

"#,
    },
    Corpus {
        name: "minified",
        template: r#"function [[letters 1-2]]([[letters 1]],[[letters 1]]){var [[letters 1]]=[[letters 1]].[[letters 3-9]]||{};return [[letters 1]]("[[lower 3-9]]",[[letters 2]].[[letters 4-9]]([[digits 1-3]]),{[[lower 3-8]]:!0,[[lower 3-8]]:"[[lower 3-8]]-[[lower 3-8]]",key:"[[lower 3-7]]"})}!function(){const [[letters 1]]=Array(["[[hex 20]]",[[digits 1-4]]],["[[alnum 8-24]]",[[digits 1-4]]]);[[letters 1]].forEach([[letters 1]]=>[[letters 2]].push([[letters 1]][0]))}();"#,
    },
    Corpus {
        name: "dense findings",
        template: r"GITHUB_TOKEN=ghp_[[alnum 30]][[crc32-base62 30]]
aws_access_key_id = AKIA[[base32 16]]
aws_secret_access_key = [[base64 40]]
DATABASE_URL=postgres://[[lower 6]]:[[alnum 16]]@db.[[lower 8]].net:5432/[[lower 6]]
npm_token: npm_[[alnum 30]][[crc32-base62 30]]
",
    },
];

impl Corpus {
    /// At least that many bytes of it.
    pub(crate) fn text(&self, size: usize) -> Vec<u8> {
        let mut random = Random::seeded(&["corpus", self.name]);
        let mut text = Vec::with_capacity(size + 1024);
        while text.len() < size {
            text.extend(self.piece(&mut random));
        }
        text
    }

    /// That many records, each cut or filled with spaces to `length` bytes.
    pub(crate) fn records(&self, count: usize, length: usize) -> Vec<Vec<u8>> {
        let mut random = Random::seeded(&["records", self.name]);
        let mut record = || {
            let mut record = self.piece(&mut random);
            record.resize(length, b' ');
            record
        };
        (0..count).map(|_| record()).collect()
    }

    fn piece(&self, random: &mut Random) -> Vec<u8> {
        match template::expand(self.template, random) {
            Ok(expansion) => expansion.bytes,
            Err(error) => panic!("the template of `{}`: {error}", self.name),
        }
    }
}
