//! An address, taken apart.

use std::borrow::Cow;

/// How long the name of a host can be, by RFC 1035.
const HOST: usize = 253;

/// An address, taken apart; host and keys in lower case.
#[derive(Debug)]
pub struct Address<'a> {
    host: Cow<'a, str>,
    /// What stands between the host and the query, its first slash left out.
    pub path: &'a str,
    /// What stands behind the question mark.
    pub query: &'a str,
}

impl<'a> Address<'a> {
    /// Takes an address apart; `None` for one that leads nowhere outside.
    pub fn read(target: &'a str) -> Option<Self> {
        let rest = target.trim();
        let mut colons = memchr::memchr_iter(b':', rest.as_bytes());
        let scheme = colons.find_map(|colon| rest[colon + 1..].strip_prefix("//"));
        let rest = scheme.unwrap_or_else(|| rest.trim_start_matches("//"));
        let rest = rest.split('#').next().unwrap_or_default();
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
        let host = match host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(host.to_ascii_lowercase()),
            false => Cow::Borrowed(host),
        };
        let named = host.contains('.')
            && host.len() <= HOST
            && host.chars().all(|char| char.is_alphanumeric() || matches!(char, '.' | '-'));
        named.then_some(Self { host, path, query })
    }

    /// The host and those it is a part of, down to two labels.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        let host = self.host.strip_prefix("www.").unwrap_or(&self.host);
        let labels = std::iter::once(host).chain(memchr::memchr_iter(b'.', host.as_bytes()).map(|at| &host[at + 1..]));
        labels.filter(|host| memchr::memchr(b'.', host.as_bytes()).is_some())
    }
}
