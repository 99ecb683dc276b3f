//! Lists of words that are looked for anywhere in a short text.

/// Words in lower case with what each says, ordered by their first characters.
pub(crate) struct Words<T: 'static> {
    list: &'static [(&'static [u8], T)],
    /// Where the words that start with a character stand.
    first: [(u8, u8); 128],
    /// Which second characters these have, by their lowest six bits: most places of a text are
    /// passed by this alone.
    second: [u64; 128],
}

impl<T: Copy> Words<T> {
    pub(crate) const fn new(list: &'static [(&'static [u8], T)]) -> Self {
        let mut first = [(0, 0); 128];
        let mut second = [0; 128];
        let mut at = 0;
        while at < list.len() {
            let word = list[at].0;
            assert!(word.len() >= 2, "a word has two characters");
            let byte = word[0] as usize;
            assert!(at == 0 || list[at - 1].0[0] as usize <= byte, "words are in order");
            if first[byte].1 == 0 {
                first[byte].0 = at as u8;
            }
            first[byte].1 = at as u8 + 1;
            second[byte] |= 1 << (word[1] & 63);
            at += 1;
        }
        assert!(at < 256, "places fit into a byte");
        Self { list, first, second }
    }

    /// The words in the text, in either case, with the places where they start.
    pub(crate) fn find(&self, text: &[u8]) -> impl Iterator<Item = (usize, &'static [u8], T)> {
        text.windows(2).enumerate().filter(|(_, pair)| self.may_start(pair)).flat_map(
            move |(at, pair)| {
                let (start, end) = self.first[usize::from(pair[0].to_ascii_lowercase() & 127)];
                let rest = &text[at..];
                let words = &self.list[usize::from(start)..usize::from(end)];
                words.iter().filter_map(move |&(word, says)| {
                    let here = rest.get(..word.len())?;
                    here.eq_ignore_ascii_case(word).then_some((at, word, says))
                })
            },
        )
    }

    fn may_start(&self, pair: &[u8]) -> bool {
        let &[first, next] = pair else { return false };
        let second = self.second.get(usize::from(first.to_ascii_lowercase()));
        second.is_some_and(|second| second >> (next.to_ascii_lowercase() & 63) & 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn words_are_found_wherever_they_stand() {
        static WORDS: Words<u8> = Words::new(&[(b"abc", 1), (b"ax", 2), (b"bc", 3)]);
        let found: Vec<_> = WORDS.find(b"xABcAX").map(|(at, _, says)| (at, says)).collect();
        assert_eq!(found, [(1, 1), (2, 3), (4, 2)]);
        assert_eq!(WORDS.find("\u{e9}".as_bytes()).count(), 0);
    }
}
