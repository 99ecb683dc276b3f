//! Which literals are seldom met in text, so that looking for them costs little.

/// Bytes of a literal that it is looked for by, at most.
pub(crate) const KEY: usize = 4;

/// Where in a literal the bytes start that it is looked for by: those least common in text.
pub(crate) fn rarest(literal: &[u8]) -> usize {
    let shares = literal.windows(KEY).map(share_of_places).enumerate();
    shares.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(at, _)| at)
}

/// Roughly how often a literal is looked at in a megabyte of text and code: wherever its rarest bytes
/// stand.
pub(crate) fn frequency(literal: &[u8]) -> f64 {
    let least = literal.windows(literal.len().clamp(1, KEY)).map(share_of_places);
    least.fold(1.0, f64::min) * 1e6
}

/// At how many places of text and code these bytes stand.
fn share_of_places(bytes: &[u8]) -> f64 {
    /// Of parts of a common word; they stand together more often than their bytes tell.
    const OF_A_WORD: f64 = 1e-5;
    let drawn = bytes.iter().map(|&byte| share_of_text(byte)).product();
    let holds = |word: &&str| word.as_bytes().windows(bytes.len()).any(|part| part == bytes);
    if COMMON_WORDS.split(' ').any(|word| holds(&word)) { OF_A_WORD.max(drawn) } else { drawn }
}

/// How much of text and code a byte makes up, roughly.
pub(crate) fn share_of_text(byte: u8) -> f64 {
    /// By how much each is rarer than the one before.
    const FALL: f64 = 0.95;
    (0..rank(byte)).fold(0.05, |share, _| share * FALL)
}

/// Bytes of source code and logs, the commonest first.
const COMMON_FIRST: &[u8] =
    b" etaoinsrlcdhu.mp\"fg-_/y,0b=w1:vk2()3x456789;'\n{}jz\\<>q\t[]&|+*#@$%?!~^`";

/// Words of prose, code and logs.
const COMMON_WORDS: &str = "http:// https:// about account action address admin amount api app application array async auth \
    await before between body boolean break build bytes cache call case catch change char check class click \
    client code column com command comment config connect connection const content context control copy count \
    create credential current customer data date debug default define delete description device display \
    document domain else email enable end error event example exception export false field file filter final \
    first float for format found from function get global group handle hash have header height host html http \
    https id image import index info init input instance int interface item json key label language last \
    length let level library line link list load local location lock log login long main map match message \
    method mode model module name network new next node not null number object offset online only open \
    option order org other output package page param parent parse pass password path pattern payment place \
    port post private process product project property public query read record ref region register release \
    remote remove render replace request require response result return role root row rule run search secret \
    section select self send server service session set should show size some source space start state static \
    status stop storage store string struct style system table tag target task template test text than that \
    the their then there this thread throw time title token total true type undefined unique unit update \
    upload uri url user username using valid value var version view void was web when where which width will \
    window with word work world would write www you your";

fn rank(byte: u8) -> usize {
    let byte = byte.to_ascii_lowercase();
    COMMON_FIRST.iter().position(|&common| common == byte).unwrap_or(COMMON_FIRST.len())
}
