//! The language in which rule files write their examples.
//!
//! No credential, not even an invented one, stands whole in this repository; an example says how
//! to make one. `[[…]]` is a generator or a block, `«…»` marks the expected secret, all else is
//! taken as it is. What comes out depends on nothing but the template and the seed.
//!
//! | written | becomes |
//! |---|---|
//! | `[[CLASS N]]`, `[[CLASS M-N]]` | random characters of a class: see [`alphabet`] |
//! | `[[from ABC N]]` | random characters of those given |
//! | `[[uuid]]` | a random UUID, version 4 |
//! | `[[pick a\|b\|c]]` | one of them |
//! | `[[newline]]`, `[[tab]]` | that character |
//! | `[[crc32-base62 N]]` | the checksum of the last N bytes, or with `secret` for N of all since `«`; also `crc32-base36`, `crc32-hex`, `crc32-HEX`; without a last `_`: `crc32-hex-body`, `crc32-hex-le`, `crc32-base64-le` |
//! | `[[marvin32-entra N]]` | the same, as Entra ID writes it |
//! | `[[azure-key N SIGNATURE SEED]]` | an identifiable key of Azure, of N bytes |
//! | `[[wif main]]`, `[[wif compressed]]`, `[[wif test]]` | a key in wallet import format |
//! | `[[bech32 HRP N]]` | N random bytes in Bech32 |
//! | `[[pgp-armor-body N]]` | N bytes of a secret-key packet in armour, without header and footer |
//! | `[[base64-of]]…[[end]]` | the content encoded; also `base64-nopad-of`, `base64url-of` and `base32-of` (both unpadded), `hex-of`, `percent-of` |
//! | `[[wrap64-of]]…[[end]]` | the content with a line break after each 64 bytes |
//! | `[[repeat N]]…[[end]]` | the content N times, made anew each time |
//! | `[[bytes-of-hex]]…[[end]]` | the bytes of those hexadecimal digits † |
//! | `[[random N]]` | N random bytes † |
//! | `[[der N]]` | an ASN.1 SEQUENCE of N bytes that starts like a private key † |
//! | `[[openssh-key]]` | the blob of an unencrypted OpenSSH key † |
//!
//! † raw bytes, so only inside a block that encodes them.

use std::ops::Range;

use super::encodings;
use super::random::Random;

/// What a template makes.
pub(crate) struct Expansion {
    /// The example.
    pub(crate) bytes: Vec<u8>,
    /// Where in it the secret is: what `«…»` enclosed, or else everything.
    pub(crate) secret: Range<usize>,
}

/// Expands a template, or says what is wrong with it.
pub(crate) fn expand(template: &str, random: &mut Random) -> Result<Expansion, String> {
    let mut parser = Parser { rest: template };
    let nodes = parser.nodes(None)?;
    let mut buffer = Buffer { bytes: Vec::new(), secret: Some(0..0), takes_raw_bytes: false };
    Expander { random }.expand(&nodes, &mut buffer)?;
    let secret = buffer.secret.filter(|secret| !secret.is_empty());
    Ok(Expansion { secret: secret.unwrap_or(0..buffer.bytes.len()), bytes: buffer.bytes })
}

/// The characters of a class: alternating ranges and single characters, as in a regex's brackets.
fn alphabet(class: &str) -> Option<&'static str> {
    Some(match class {
        "alnum" => "0-9A-Za-z",
        "lower" => "a-z",
        "upper" => "A-Z",
        "letters" => "A-Za-z",
        "digits" => "0-9",
        "loweralnum" => "0-9a-z",
        "upperalnum" => "0-9A-Z",
        "hex" => "0-9a-f",
        "HEX" => "0-9A-F",
        "base64" => "A-Za-z0-9+/",
        "base64url" => "A-Za-z0-9_-",
        "base32" => "A-Z2-7",
        "base58" => "1-9A-HJ-NP-Za-km-z",
        "word" => "A-Za-z0-9_",
        _ => return None,
    })
}

/// Classes of which a long enough text holds upper case, lower case and a digit, always.
const MIXED: [&str; 4] = ["alnum", "base64", "base64url", "word"];
/// How long that is.
const MIXED_FROM: usize = 12;

/// A template taken apart.
enum Node<'t> {
    Text(&'t str),
    SecretStart,
    SecretEnd,
    Generator(Call<'t>),
    Block(Call<'t>, Vec<Node<'t>>),
}

/// What stands between `[[` and `]]`.
#[derive(Clone, Copy)]
struct Call<'t> {
    name: &'t str,
    arguments: &'t str,
}

impl<'t> Call<'t> {
    fn parse(text: &'t str) -> Self {
        let (name, arguments) = text.split_once(' ').unwrap_or((text, ""));
        Self { name, arguments }
    }

    fn opens_block(self) -> bool {
        self.name == "repeat" || self.name == "bytes-of-hex" || self.name.ends_with("-of")
    }

    /// The one argument, a number.
    fn count(self) -> Result<usize, String> {
        count(self.arguments).map_err(|error| format!("[[{}]]: {error}", self.name))
    }
}

fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    /// All nodes up to the end: of the block whose name is given, or of the template.
    fn nodes(&mut self, block: Option<&str>) -> Result<Vec<Node<'t>>, String> {
        let mut nodes = Vec::new();
        loop {
            let text_ends = ["[[", "«", "»"].iter().filter_map(|token| self.rest.find(token)).min();
            let (text, rest) = self.rest.split_at(text_ends.unwrap_or(self.rest.len()));
            if !text.is_empty() {
                nodes.push(Node::Text(text));
            }
            self.rest = rest;
            if self.rest.is_empty() {
                return match block {
                    Some(name) => Err(format!("[[{name}]] has no [[end]]")),
                    None => Ok(nodes),
                };
            }
            match self.token()? {
                Node::Generator(Call { name: "end", .. }) if block.is_some() => return Ok(nodes),
                Node::Generator(Call { name: "end", .. }) => {
                    return Err("[[end]] without a block".into());
                }
                Node::SecretStart | Node::SecretEnd if block.is_some() => {
                    return Err("« and » cannot stand inside a block".into());
                }
                node => nodes.push(node),
            }
        }
    }

    /// The token at the very start of what is left.
    fn token(&mut self) -> Result<Node<'t>, String> {
        if let Some(rest) = self.rest.strip_prefix('«') {
            self.rest = rest;
            return Ok(Node::SecretStart);
        }
        if let Some(rest) = self.rest.strip_prefix('»') {
            self.rest = rest;
            return Ok(Node::SecretEnd);
        }
        let (call, rest) =
            self.rest["[[".len()..].split_once("]]").ok_or("a `[[` without its `]]`")?;
        self.rest = rest;
        let call = Call::parse(call);
        Ok(if call.opens_block() {
            Node::Block(call, self.nodes(Some(call.name))?)
        } else {
            Node::Generator(call)
        })
    }
}

/// Text in the making: of the template, or of one block that encodes its content.
struct Buffer {
    bytes: Vec<u8>,
    /// Where the secret is, as far as known; nothing is known of that inside a block.
    secret: Option<Range<usize>>,
    /// Whether an encoding around it makes text of any bytes.
    takes_raw_bytes: bool,
}

struct Expander<'r> {
    random: &'r mut Random,
}

impl Expander<'_> {
    fn expand(&mut self, nodes: &[Node<'_>], buffer: &mut Buffer) -> Result<(), String> {
        let mut open = false;
        for node in nodes {
            let end = buffer.bytes.len();
            match (node, &mut buffer.secret) {
                (Node::Text(text), _) => buffer.bytes.extend_from_slice(text.as_bytes()),
                (Node::Generator(call), _) => self.generate(*call, buffer)?,
                (Node::Block(call, content), _) => self.block(*call, content, buffer)?,
                (Node::SecretStart, Some(secret)) if !open && secret.end == 0 => {
                    *secret = end..0;
                    open = true;
                }
                (Node::SecretEnd, Some(secret)) if open && secret.start < end => {
                    secret.end = end;
                    open = false;
                }
                _ => return Err("« and » enclose something, and once".into()),
            }
        }
        if open { Err("« without its »".into()) } else { Ok(()) }
    }

    fn block(
        &mut self,
        call: Call<'_>,
        content: &[Node<'_>],
        buffer: &mut Buffer,
    ) -> Result<(), String> {
        if call.name == "repeat" {
            return (0..call.count()?).try_for_each(|_| self.expand(content, buffer));
        }
        let passes_on = matches!(call.name, "wrap64-of" | "bytes-of-hex");
        let mut inner = Buffer {
            bytes: Vec::new(),
            secret: None,
            takes_raw_bytes: buffer.takes_raw_bytes || !passes_on,
        };
        if call.name == "bytes-of-hex" && !buffer.takes_raw_bytes {
            return Err("[[bytes-of-hex]] outside an encoding block".into());
        }
        self.expand(content, &mut inner)?;
        let encoded = encodings::encode(call.name, &inner.bytes);
        buffer.bytes.extend(encoded.ok_or_else(|| format!("no block [[{}]]", call.name))??);
        Ok(())
    }

    fn generate(&mut self, call: Call<'_>, buffer: &mut Buffer) -> Result<(), String> {
        if matches!(call.name, "random" | "der" | "openssh-key") && !buffer.takes_raw_bytes {
            return Err(format!("[[{}]] outside an encoding block", call.name));
        }
        let made = match call.name {
            "newline" => b"\n".to_vec(),
            "tab" => b"\t".to_vec(),
            "uuid" => self.uuid().into_bytes(),
            "pick" => {
                let choices: Vec<_> = call.arguments.split('|').collect();
                self.random.pick(&choices).as_bytes().to_vec()
            }
            "random" => self.random.bytes(call.count()?),
            "der" => {
                let size = call.count()?;
                encodings::der(size, |rest| self.random.bytes(rest))
                    .ok_or_else(|| format!("no DER SEQUENCE is {size} bytes long"))?
            }
            "openssh-key" => encodings::openssh_key(self.array(), &self.array(), &self.array()),
            "pgp-armor-body" => encodings::pgp_armor_body(&self.secret_key_packet(call.count()?)?),
            "azure-key" => {
                let [size, signature, seed] = call.arguments.split(' ').collect::<Vec<_>>()[..]
                else {
                    return Err("[[azure-key]] takes a size, a signature and a seed".into());
                };
                encodings::azure_key(&self.random.bytes(count(size)?), signature, seed).into_bytes()
            }
            "bech32" => {
                let (hrp, size) = last_number(call)?;
                encodings::bech32(hrp, &self.random.bytes(size)).into_bytes()
            }
            "wif" => encodings::wif(call.arguments, &self.array())?.into_bytes(),
            "from" => {
                let (characters, length) = last_number(call)?;
                let characters: Vec<char> = characters.chars().collect();
                self.characters(&characters, length).into_bytes()
            }
            _ if alphabet(call.name).is_some() => self.class(call)?.into_bytes(),
            _ => checksum(call, buffer)?.into_bytes(),
        };
        buffer.bytes.extend(made);
        Ok(())
    }

    fn uuid(&mut self) -> String {
        let [a, b] = [self.random.next(), self.random.next()];
        let (version, variant) = (a & 0xfff | 0x4000, b >> 48 & 0x3fff | 0x8000);
        let (first, second, last) = (a >> 32, a >> 16 & 0xffff, b & 0xffff_ffff_ffff);
        format!("{first:08x}-{second:04x}-{version:04x}-{variant:04x}-{last:012x}")
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.random.next() as u8)
    }

    /// An `OpenPGP` packet of that size: old format, tag 5, two bytes of length, version 4.
    fn secret_key_packet(&mut self, size: usize) -> Result<Vec<u8>, String> {
        let rest = size.checked_sub(4).ok_or("an OpenPGP packet has at least 4 bytes")?;
        let length = u16::try_from(rest + 1).map_err(|_| "an OpenPGP packet of over 64 KiB")?;
        Ok([&[0x95], length.to_be_bytes().as_slice(), &[4], &self.random.bytes(rest)].concat())
    }

    /// Random characters of a class.
    fn class(&mut self, call: Call<'_>) -> Result<String, String> {
        let characters = alphabet(call.name).map(ranges).unwrap_or_default();
        let length = self.length(call.arguments)?;
        loop {
            let text = self.characters(&characters, length);
            let has = |class: fn(&char) -> bool| text.chars().any(|c| class(&c));
            let mixed = has(char::is_ascii_uppercase)
                && has(char::is_ascii_lowercase)
                && has(char::is_ascii_digit);
            if mixed || length < MIXED_FROM || !MIXED.contains(&call.name) {
                return Ok(text);
            }
        }
    }

    /// `N`, or any number of `M-N`.
    fn length(&mut self, text: &str) -> Result<usize, String> {
        let Some((least, most)) = text.split_once('-') else { return count(text) };
        let (least, most) = (count(least)?, count(most)?);
        let more = most.checked_sub(least).ok_or_else(|| format!("`{text}` is no range"))?;
        Ok(least + self.random.below(more + 1))
    }

    fn characters(&mut self, characters: &[char], length: usize) -> String {
        (0..length).map(|_| *self.random.pick(characters)).collect()
    }
}

/// The arguments `TEXT N`, neither of them empty.
fn last_number(call: Call<'_>) -> Result<(&str, usize), String> {
    let (text, number) = call
        .arguments
        .rsplit_once(' ')
        .filter(|(text, _)| !text.is_empty())
        .ok_or_else(|| format!("[[{}]] takes a text and a number", call.name))?;
    Ok((text, count(number)?))
}

/// The characters that ranges and single characters stand for.
fn ranges(alphabet: &str) -> Vec<char> {
    let characters: Vec<char> = alphabet.chars().collect();
    let mut rest = characters.as_slice();
    let mut all = Vec::new();
    while let [first, after @ ..] = rest {
        if let ['-', last, after @ ..] = after {
            all.extend(*first..=*last);
            rest = after;
        } else {
            all.push(*first);
            rest = after;
        }
    }
    all
}

/// The checksum over the end of what was made so far.
fn checksum(call: Call<'_>, buffer: &Buffer) -> Result<String, String> {
    let end = buffer.bytes.len();
    let start = if call.arguments == "secret" {
        let secret = buffer.secret.as_ref();
        secret.ok_or("the secret cannot be told from inside a block")?.start
    } else {
        // The name first, since for a name that means nothing its argument does not either.
        encodings::checksum(call.name, b"").ok_or_else(|| format!("no [[{}]]", call.name))?;
        end.checked_sub(call.count()?).ok_or("a checksum over more than there is")?
    };
    encodings::checksum(call.name, &buffer.bytes[start..])
        .ok_or_else(|| format!("no [[{}]]", call.name))
}
