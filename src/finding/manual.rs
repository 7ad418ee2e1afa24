//! Where the manual says more.

/// The page of the manual of this name, `configuration`, at this heading, `keys`: its address where whoever built copydesk gave one as
/// `COPYDESK_MANUAL`, else its file.
pub fn manual(page: &str, heading: &str) -> String {
    let heading = if heading.is_empty() { String::new() } else { format!("#{heading}") };
    match option_env!("COPYDESK_MANUAL") {
        Some(address) => format!("{}/{page}.html{heading}", address.trim_end_matches('/')),
        None => format!("docs/{page}.md{heading}"),
    }
}
