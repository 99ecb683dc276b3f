//! Lists of words that are looked for anywhere in a short text.

/// Words in lower case with what each says, ordered by their first characters.
pub(crate) struct Words<T: 'static> {
    list: &'static [(&'static [u8], T)],
    /// Where the words that start with a character stand.
    first: [(u8, u8); 128],
}

impl<T: Copy> Words<T> {
    pub(crate) const fn new(list: &'static [(&'static [u8], T)]) -> Self {
        let mut first = [(0, 0); 128];
        let mut at = 0;
        while at < list.len() {
            let byte = list[at].0[0] as usize;
            assert!(at == 0 || list[at - 1].0[0] as usize <= byte, "words are in order");
            if first[byte].1 == 0 {
                first[byte].0 = at as u8;
            }
            first[byte].1 = at as u8 + 1;
            at += 1;
        }
        assert!(at < 256, "places fit into a byte");
        Self { list, first }
    }

    /// The words in the text, in either case, with the places where they start.
    pub(crate) fn find(&self, text: &[u8]) -> impl Iterator<Item = (usize, &'static [u8], T)> {
        text.iter().enumerate().flat_map(move |(at, byte)| {
            let first = self.first.get(usize::from(byte.to_ascii_lowercase()));
            let &(start, end) = first.unwrap_or(&(0, 0));
            let rest = &text[at..];
            self.list[usize::from(start)..usize::from(end)].iter().filter_map(
                move |&(word, says)| {
                    let here = rest.get(..word.len())?;
                    here.eq_ignore_ascii_case(word).then_some((at, word, says))
                },
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn words_are_found_wherever_they_stand() {
        static WORDS: Words<u8> = Words::new(&[(b"abc", 1), (b"ax", 2), (b"b", 3)]);
        let found: Vec<_> = WORDS.find(b"xABcAX").map(|(at, _, says)| (at, says)).collect();
        assert_eq!(found, [(1, 1), (2, 3), (4, 2)]);
        assert_eq!(WORDS.find("\u{e9}".as_bytes()).count(), 0);
    }
}
