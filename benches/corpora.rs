//! Text to scan, the same in every run and on every machine.

use super::random::Random;
use super::template;

/// A kind of text.
pub(crate) struct Corpus {
    /// What reports call it.
    pub(crate) name: &'static str,
    /// One piece of it, in the language of the rules' examples.
    template: &'static str,
}

/// Made anew; the rest of a corpus repeats it, which is more than caches hold.
const PERIOD: usize = 8 << 20;

pub(crate) const MINIFIED: Corpus = Corpus {
    name: "minified JavaScript",
    template: r#"function [[letters 1-2]]([[letters 1]],[[letters 1]]){var [[letters 1]]=[[letters 1]].[[letters 3-9]]||{};return [[letters 1]]("[[lower 3-9]]",[[letters 2]].[[letters 4-9]]([[digits 1-3]]),{[[lower 3-8]]:!0,[[lower 3-8]]:"[[lower 3-8]]-[[lower 3-8]]",[[letters 4-18]]:"[[lower 3-7]]"})}!function(){for(var [[letters 1]]=0;[[letters 1]]<[[letters 2]].length;[[letters 1]]++){const [[letters 1]]=Array(["[[hex 20]]",[[digits 1-4]]],["[[alnum 8-24]]",[[digits 1-4]]]);[[letters 1]].forEach([[letters 1]]=>[[letters 2]].push([[letters 1]][0]))}this.[[letters 5-12]]=[[letters 1]].prototype.[[letters 6-20]].call(this,[[letters 1]]),null==[[letters 1]]?void 0:[[letters 1]].[[letters 4-10]]()}();"#,
};

pub(crate) const SOURCE: Corpus = Corpus {
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
};

/// One JSON object a line.
pub(crate) const LOGS: Corpus = Corpus {
    name: "logs",
    template: r#"{"ts":"2026-0[[from 123456789 1]]-1[[digits 1]]T1[[digits 1]]:2[[digits 1]]:3[[digits 1]].[[digits 3]]Z","level":"[[pick info|info|warn|error|debug]]","service":"[[pick checkout|search|mailer|ledger]]-[[hex 6]]","trace":"[[hex 32]]","user":[[digits 5-8]],"msg":"[[pick request served|cache filled|retry scheduled|connection closed by peer]]","path":"/api/v2/[[pick orders|users|items]]/[[uuid]]","ms":[[digits 1-4]]}
"#,
};

/// What a web server writes of each request.
pub(crate) const ACCESS: Corpus = Corpus {
    name: "log of a web server",
    template: r#"[[pick 10|172|192]].[[digits 1-2]].[[digits 2]].[[digits 1-2]] - [[pick -|-|anna|build]] [1[[digits 1]]/Nov/2026:1[[digits 1]]:3[[digits 1]]:5[[digits 1]] +0000] "[[pick GET|GET|POST]] /[[pick api/v1/orders|static/js/main|images/products|users]]/[[digits 3-7]] HTTP/1.1" [[pick 200|200|304|404]] [[digits 2-6]] "https://shop.example.org/[[pick basket|search?q=garden+chairs|]]" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14[[digits 1]].0.0.0 Safari/537.36"
"#,
};

/// One line of pairs each.
pub(crate) const LOGFMT: Corpus = Corpus {
    name: "log of pairs",
    template: r#"ts=2026-11-1[[digits 1]]T1[[digits 1]]:2[[digits 1]]:3[[digits 1]].[[digits 3]]Z level=[[pick info|info|warn|debug]] caller=[[pick server|store|queue]].go:[[digits 2-3]] msg="[[pick request served|cache filled in time|retry scheduled for the user|connection closed by peer]]" pod=[[pick web|worker]]-[[hex 10]]-[[alnum 5]] request_id=[[uuid]] duration=[[digits 1-3]].[[digits 2]]ms
"#,
};

pub(crate) const PROSE: Corpus = Corpus {
    name: "prose",
    template: "[[letters 1]][[lower 2-7]] [[lower 2-4]] [[lower 3-9]] [[lower 2-6]] [[lower 1-3]] [[lower 4-11]], \
               [[lower 2-5]] [[lower 3-8]] [[lower 2-4]] [[lower 5-10]] [[lower 2-3]] [[lower 3-7]]. \
               See https://[[lower 4-9]].[[pick com|org|net]]/[[lower 3-8]].\n",
};

pub(crate) const FINDINGS: Corpus = Corpus {
    name: "dense findings",
    template: r"GITHUB_TOKEN=ghp_[[alnum 30]][[crc32-base62 30]]
aws_access_key_id = AKIA[[base32 16]]
aws_secret_access_key = [[base64 40]]
DATABASE_URL=postgres://[[lower 6]]:[[alnum 16]]@db.[[lower 8]].net:5432/[[lower 6]]
npm_token: npm_[[alnum 30]][[crc32-base62 30]]
",
};

impl Corpus {
    /// That many bytes of it.
    pub(crate) fn text(&self, size: usize) -> Vec<u8> {
        let mut random = Random::seeded(&["corpus", self.name]);
        let mut text = Vec::with_capacity(size + 1024);
        while text.len() < size.min(PERIOD) {
            text.extend(self.piece(&mut random));
        }
        repeated(&text, size)
    }

    /// The same, with about as many findings a mebibyte.
    pub(crate) fn text_with_findings(&self, size: usize, in_a_mebibyte: usize) -> Vec<u8> {
        let mut random = Random::seeded(&["findings", self.name]);
        let mut text = Vec::with_capacity(size + 1024);
        let mut next = 0;
        while text.len() < size.min(PERIOD) {
            if text.len() >= next {
                // One piece has five.
                text.extend(FINDINGS.piece(&mut random));
                next += 5 * (1 << 20) / in_a_mebibyte;
            }
            text.extend(self.piece(&mut random));
        }
        repeated(&text, size)
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

/// That many bytes drawn from an alphabet, or of all if there is none.
pub(crate) fn drawn(alphabet: &[u8], size: usize) -> Vec<u8> {
    let mut random = Random::seeded(&["drawn"]);
    let mut byte = || match alphabet.len() {
        0 => random.below(256) as u8,
        length => alphabet[random.below(length)],
    };
    let period: Vec<u8> = (0..size.min(PERIOD)).map(|_| byte()).collect();
    repeated(&period, size)
}

/// That many bytes of a text over and over.
pub(crate) fn repeated(text: &[u8], size: usize) -> Vec<u8> {
    text.iter().copied().cycle().take(size).collect()
}

pub(crate) const BASE64: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub(crate) const HEX: &[u8] = b"0123456789abcdef";

/// Text that whoever wants scanning to take long may send: the same over and over.
pub(crate) const HOSTILE: [(&str, &[u8]); 8] = [
    ("eyJ", b"eyJ"),
    ("AKIA", b"AKIA"),
    ("-----BEGIN", b"-----BEGIN"),
    ("password=", b"password="),
    ("one letter", b"a"),
    ("quotes", b"\""),
    ("line ends", b"\n"),
    ("spaces", b" "),
];
