//! What is asked of every page for a browser.

/// What stands between two marks, the first time.
pub(super) fn between<'a>(page: &'a str, open: &str, close: &str) -> &'a str {
    let start = page.find(open).unwrap_or_else(|| panic!("no {open}")) + open.len();
    &page[start..start + page[start..].find(close).unwrap()]
}

/// Every tag of a page, without its style and script.
pub(super) fn tags(page: &str) -> Vec<&str> {
    let (style, script) = (between(page, "<style>", "</style>"), between(page, "<script>", "</script>"));
    let rest = page.split(style).flat_map(|part| part.split(script));
    rest.flat_map(|part| part.split('<').skip(1)).map(|tag| tag.split('>').next().unwrap()).collect()
}

/// Every value of an attribute in a page.
pub(super) fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.match_indices(&open).map(|(at, _)| page[at + open.len()..].split('"').next().unwrap()).collect()
}

/// The name of a tag.
pub(super) fn name(tag: &str) -> String {
    tag.trim_start_matches('/').split([' ', '\n']).next().unwrap().to_owned()
}

/// Fails unless a page is whole in itself, and its policy lets run and load nothing but its own script and style.
pub(super) fn is_closed(page: &str) {
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for (directive, open, close) in [("style-src", "<style>", "</style>"), ("script-src", "<script>", "</script>")] {
        let text = between(page, open, close);
        let hash = base64(&sha256(text.as_bytes()));
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "the hash of {directive} must be {hash}");
        assert!(!text.contains("url(") && !text.contains("@import") && !text.contains("http"), "{directive}");
        assert!(!text.contains("innerHTML") && !text.contains("</"), "{directive}");
    }
    assert!(tags(page).iter().all(|tag| !["link", "img", "iframe", "object", "base"].contains(&name(tag).as_str())));
    assert!(page.ends_with("</html>\n"));
}

/// Fails unless an id stands once, and every link leads to one.
pub(super) fn leads_inside(page: &str) {
    let mut ids = values(page, "id");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands once");
    for target in values(page, "href") {
        assert!(ids.contains(&target.strip_prefix('#').unwrap()), "{target} leads nowhere");
    }
}

/// SHA-256 (FIPS 180-4), to hold the page's policy to its own script.
fn sha256(text: &[u8]) -> Vec<u8> {
    let primes: Vec<u32> = (2..312).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
    let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
    let mut state: Vec<u32> = primes[..8].iter().map(|&p| fraction(f64::from(p).sqrt())).collect();
    let keys: Vec<u32> = primes[..64].iter().map(|&p| fraction(f64::from(p).cbrt())).collect();
    let mut padded = text.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8).next_multiple_of(64) - 8, 0);
    padded.extend((text.len() as u64 * 8).to_be_bytes());
    for chunk in padded.chunks(64) {
        let mut w: Vec<u32> = chunk.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
        for i in 16..64 {
            let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
            let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
            w.push(w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1));
        }
        let mut v = state.clone();
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let t1 = v[7].wrapping_add(s1).wrapping_add(choice).wrapping_add(keys[i]).wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(t1);
            v[0] = t1.wrapping_add(s0.wrapping_add(majority));
        }
        state.iter_mut().zip(v).for_each(|(state, v)| *state = state.wrapping_add(v));
    }
    state.into_iter().flat_map(u32::to_be_bytes).collect()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let bits = chunk.iter().chain(&[0, 0]).take(3).fold(0usize, |bits, byte| bits << 8 | usize::from(*byte));
        (0..4)
            .map(|digit| if digit > chunk.len() { '=' } else { DIGITS[bits >> (18 - 6 * digit) & 63] as char })
            .collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}
