//! Lays the shipped lists and the phrases of the shipped rules flat, so that no run has to read them: a table that is part of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use class::Class;
use index::Finds;
use indexer::Indexer;
use lists::Lists;
use xxhash_rust::xxh3::Xxh3;

// The very code that reads phrases at run time; the build needs only half of it.
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/class.rs"]
mod class;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/grammar"]
mod grammar {
    pub(crate) mod en {
        pub(crate) mod form;
    }
}
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/index.rs"]
mod index;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/indexer.rs"]
mod indexer;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/lists.rs"]
mod lists;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/need.rs"]
mod need;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/numeral.rs"]
mod numeral;
#[path = "build/occasion.rs"]
mod occasion;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/pattern.rs"]
mod pattern;
#[allow(dead_code, unreachable_pub)]
#[path = "src/prose/token.rs"]
mod token;
// How rules are laid down, and read again.
#[allow(dead_code, unreachable_pub)]
#[path = "src/config/value.rs"]
mod value;

/// Name, below its folder and without its ending, and text of each file, by name.
type Files = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    for module in ["class", "grammar/en/form", "index", "indexer", "lists", "need", "pattern", "token"] {
        println!("cargo::rerun-if-changed=src/prose/{module}.rs");
    }
    println!("cargo::rerun-if-changed=src/config/value.rs");
    let rules = files(Path::new("rules"), "toml")?;
    let files = files(Path::new("rules/lists"), "txt")?;
    let sets = sets(&rules)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rules.rs"), shipped(&rules, &sets)?)?;
    println!("cargo::rustc-env=COPYDESK_RULES={:016x}", key(rules.iter().chain(&files)));
    let texts = files.iter().map(|(name, text)| (&*name.clone().leak(), &*text.clone().leak())).collect::<Vec<_>>();
    let lists = Lists::of(texts.leak());
    let out = Path::new(&env::var("OUT_DIR")?).join("shipped.rs");
    fs::write(out, written(&files, &lists, &sets)?)?;
    let weights = fs::read_to_string("rules/worth.tsv")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("worth.rs"), weighed(&weights)?)?;
    let gist = fs::read_to_string("rules/gist.tsv")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("gist.rs"), learned(&gist)?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("languages.rs"), languages(&files)?)?;
    println!("cargo::rustc-env=COPYDESK_BUILD={}", built()?);
    fix_where_it_lies()
}

/// Links the program to lie at one address. Otherwise each run begins with 25,000 addresses to put right, half of them names of characters
/// in tables of libraries: a quarter of what a short draft takes. Its heap, its stack and the system's libraries lie anywhere all the same.
fn fix_where_it_lies() -> Result<(), Box<dyn Error>> {
    let is_static =
        env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|features| features.split(',').any(|name| name == "crt-static"));
    if env::var("CARGO_CFG_TARGET_OS")? == "linux" && env::var("CARGO_CFG_TARGET_ENV")? == "gnu" && !is_static {
        println!("cargo::rustc-link-arg-bin=copydesk=-no-pie");
    }
    Ok(())
}

/// Version, commit and target, as `--version` says them. The commit of a release comes from whoever builds it (`COPYDESK_COMMIT`), from git
/// or from the package of a registry; without any of them, none is said. What is built to be worked on names none: it would be built
/// anew at each commit.
fn built() -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=COPYDESK_COMMIT");
    let (version, target) = (env::var("CARGO_PKG_VERSION")?, env::var("TARGET")?);
    let commit = match env::var("PROFILE")?.as_str() {
        "debug" => Some("development build".to_owned()),
        _ => env::var("COPYDESK_COMMIT").ok().or_else(packed_commit).or_else(git_commit),
    };
    let words: Vec<_> = commit.into_iter().filter(|commit| !commit.is_empty()).chain([target]).collect();
    Ok(format!("{version} ({})", words.join(", ")))
}

/// The commit that cargo wrote into the package.
fn packed_commit() -> Option<String> {
    let text = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = text.split_once("\"sha1\": \"")?;
    rest.get(..10).map(str::to_owned)
}

/// The commit that is checked out and its day, where this folder is the root of a repository.
fn git_commit() -> Option<String> {
    let git = |arguments: &[&str]| {
        let done =
            Command::new("git").arg("--no-optional-locks").args(arguments).output().ok().filter(|done| done.status.success())?;
        Some(String::from_utf8(done.stdout).ok()?.trim().to_owned())
    };
    let root = git(&["rev-parse", "--show-toplevel"])?;
    if fs::canonicalize(root).ok()? != fs::canonicalize(env::var("CARGO_MANIFEST_DIR").ok()?).ok()? {
        return None;
    }
    // Not the index, which whoever asks git for anything may write anew.
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", name])?;
        // A path that is not there would build all anew each time.
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let changed = if git(&["status", "--porcelain", "--untracked-files=no"])?.is_empty() { "" } else { " and changes" };
    Some(format!("{}{changed}", git(&["log", "-1", "--format=%h %cs", "--abbrev=10"])?))
}

/// The profiles as Rust, and the rules: what stands before their examples read as TOML and laid down, and, by itself, their texts.
fn shipped(files: &Files, sets: &BTreeSet<Vec<String>>) -> Result<String, Box<dyn Error>> {
    let text = |name: &str| format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/{name}.toml\"))");
    let (mut out, of_profile) = (String::new(), |name: &&String| name.starts_with("profiles/"));
    let profiles: Vec<_> = files.keys().filter(of_profile).collect();
    writeln!(out, "static PROFILES: [(&str, &str); {}] = [", profiles.len())?;
    for name in profiles {
        writeln!(out, "({:?}, {}),", name.trim_start_matches("profiles/"), text(name))?;
    }
    let rules: Vec<_> = files.iter().filter(|(name, _)| name.contains('/') && !of_profile(name)).collect();
    writeln!(out, "];\npub(super) static RULES: [ShippedRule; {}] = [", rules.len())?;
    for (number, (name, file)) in rules.iter().enumerate() {
        writeln!(out, "{},", rule(number, name, file, sets)?)?;
    }
    writeln!(out, "];\nstatic TEXTS: [(&str, &str); {}] = [", rules.len())?;
    for (name, _) in rules {
        writeln!(out, "({name:?}, {}),", text(name))?;
    }
    writeln!(out, "];")?;
    Ok(out)
}

/// A rule as Rust: its words and the options of its check laid down, each in a file, and what is to be known of it before either is read.
fn rule(number: usize, name: &str, file: &str, sets: &BTreeSet<Vec<String>>) -> Result<String, Box<dyn Error>> {
    let mut words = value::table(toml::de::DeTable::parse(&file[..value::tail(file)])?.into_inner());
    let level = |key: &str| words.get(key).and_then(value::TomlValue::as_text);
    let levels = format!("level: {:?}, strict: {:?}", level("level"), level("strict"));
    let kind = words.iter().find(|(_, value)| value.as_table().is_some()).map(|(kind, _)| kind.to_string());
    let kind = kind.ok_or_else(|| format!("{name}: a rule has a check"))?;
    let options = words.remove(kind.as_str()).and_then(value::TomlValue::into_table).unwrap_or_default();
    let lay = |part: &str, table: &value::TomlTable<'_>| -> Result<String, Box<dyn Error>> {
        let laid = format!("{part}-{number}");
        fs::write(Path::new(&env::var("OUT_DIR")?).join(&laid), postcard::to_allocvec(table)?)?;
        Ok(format!("{part}: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{laid}\"))"))
    };
    let (words, laid) = (lay("words", &words)?, lay("options", &options)?);
    let phrases: Vec<_> = occasion::phrases(&options, sets).into_iter().collect();
    let occasion = occasion::of(&kind, &options, sets);
    Ok(format!(
        "ShippedRule {{ id: {name:?}, {levels}, kind: {kind:?}, {words}, {laid}, phrases: &{phrases:?}, occasion: {occasion} }}"
    ))
}

/// A number for these names and texts, the same on every machine.
fn key<'f>(files: impl Iterator<Item = (&'f String, &'f String)>) -> u64 {
    let mut hasher = Xxh3::new();
    for text in files.flat_map(|(name, text)| [name, text]) {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.digest()
}

/// A table of learned weights.
struct Weights<'f> {
    /// The cells of the lines at its head that are asked for.
    heads: Vec<Vec<&'f str>>,
    /// What each row weighs, by name.
    rows: Vec<(&'f str, Vec<i8>)>,
}

/// Reads a table whose first lines bear these names; the row of each other line is as long as the last of them.
fn weights<'f>(name: &str, text: &'f str, heads: &[&str]) -> Result<Weights<'f>, Box<dyn Error>> {
    let mut lines = text.lines().filter(|line| !line.starts_with("# ")).map(|line| line.split('\t'));
    let mut head = |wanted: &&str| {
        let mut cells = lines.next().into_iter().flatten();
        let known = cells.next() == Some(wanted);
        known.then(|| cells.collect::<Vec<_>>()).ok_or_else(|| format!("{name}: a line `{wanted}` is missing"))
    };
    let heads = heads.iter().map(&mut head).collect::<Result<Vec<_>, _>>()?;
    let many = heads.last().map_or(0, Vec::len);
    let mut rows = Vec::new();
    for mut cells in lines {
        let of = cells.next().unwrap_or_default();
        let row = cells.map(str::parse).collect::<Result<Vec<i8>, _>>()?;
        assert_eq!(row.len(), many, "{name}: {of}");
        rows.push((of, row));
    }
    Ok(Weights { heads, rows })
}

/// Appends a static of bytes, so many to an entry, which lie in a file of this name.
fn laid(out: &mut String, table: &str, name: &str, each: usize, bytes: Vec<u8>) -> Result<(), Box<dyn Error>> {
    fs::write(Path::new(&env::var("OUT_DIR")?).join(name), bytes)?;
    let bytes = format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\"))");
    writeln!(out, "static {table}: &[[u8; {each}]] = {bytes}.as_chunks().0;")?;
    Ok(())
}

/// Appends tables in which the place of each of these keys among them is found at one look (`prose::Numbered`): where a key would lie by
/// its low bits, or soon behind, lie its high bits and its place.
fn numbered(out: &mut String, name: &str, keys: &[u64]) -> Result<(), Box<dyn Error>> {
    let room = (keys.len() * 2).next_power_of_two();
    let (mut prints, mut numbers) = (vec![0_u32; room], vec![0_u16; room]);
    for (number, key) in keys.iter().enumerate() {
        let mut at = *key as usize % room;
        while prints[at] != 0 {
            at = (at + 1) % room;
        }
        (prints[at], numbers[at]) = (((key >> 32) as u32).max(1), u16::try_from(number)?);
    }
    laid(out, "KEYS", &format!("{name}-keys"), 4, prints.iter().flat_map(|print| print.to_le_bytes()).collect())?;
    laid(out, "NUMBERS", &format!("{name}-numbers"), 2, numbers.iter().flat_map(|number| number.to_le_bytes()).collect())?;
    Ok(())
}

/// The weights that tell whether a figure is asked about, as Rust.
fn weighed(file: &str) -> Result<String, Box<dyn Error>> {
    let Weights { heads, rows } = weights("rules/worth.tsv", file, &["calibration", "reasons", "bias"])?;
    let [calibration, reasons, bias] = &heads[..] else { unreachable!("three were asked for") };
    let key = |name: &str| {
        let (slot, words) = name.split_once('=').unwrap_or((name, ""));
        let words = words.split(' ').filter(|word| !word.is_empty());
        words.fold(token::key_of(slot), |key, word| token::joined(key, token::key_of(word)))
    };
    let keys: Vec<_> = rows.iter().map(|(name, _)| key(name)).collect();
    let many = reasons.len();
    for reason in 0..many {
        let sum: i32 = rows.iter().map(|(_, row)| i32::from(row[reason]).abs()).sum();
        assert!(
            sum <= i16::MAX.into(),
            "rules/worth.tsv: the weights of {} may add up to more than 16 bits hold",
            reasons[reason]
        );
    }
    // Sixteen bits of eight reasons are added at once.
    let lanes = many.next_multiple_of(8);
    let padded = rows.into_iter().map(|(name, row)| (name, row.into_iter().chain([0; 8]).take(lanes).collect()));
    let mut out = String::new();
    writeln!(out, "/// Why nobody would ask.\npub(super) static REASONS: [&str; {many}] = {reasons:?};")?;
    writeln!(out, "pub(super) static CALIBRATION: [f64; 2] = [{}];", calibration.join(", "))?;
    writeln!(out, "pub(super) static BIAS: [i32; {many}] = [{}];", bias.join(", "))?;
    numbered(&mut out, "worth", &keys)?;
    laid(&mut out, "ROWS", "worth-rows", lanes, bytes(padded.collect()))?;
    writeln!(out, "const LANES: usize = {lanes};")?;
    Ok(out)
}

/// The words that tell statements as Rust: a row of weights for each, and a sieve that lets few others through.
fn learned(file: &str) -> Result<String, Box<dyn Error>> {
    const SIEVE: usize = 1 << 16;
    let Weights { heads, rows } = weights("rules/gist.tsv", file, &["kinds", "bias"])?;
    let [kinds, bias] = &heads[..] else { unreachable!("two were asked for") };
    let many = kinds.len();
    let (mut keys, mut known, mut sieve) = (Vec::new(), BTreeSet::new(), vec![0_u64; SIEVE / 64]);
    for (name, _) in &rows {
        let key = name.split(' ').map(token::key_of).reduce(token::joined).unwrap_or_default();
        assert!(known.insert(key), "rules/gist.tsv: {name} stands twice");
        let bit = (key >> 32) as usize % SIEVE;
        sieve[bit / 64] |= 1 << (bit % 64);
        keys.push(key);
    }
    let mut out = String::new();
    writeln!(out, "/// What the columns of the table are about.\nstatic KINDS: [&str; {many}] = {kinds:?};")?;
    writeln!(out, "static BIAS: [i32; {many}] = [{}];", bias.join(", "))?;
    numbered(&mut out, "gist", &keys)?;
    laid(&mut out, "SIEVE", "gist-sieve", 8, sieve.into_iter().flat_map(u64::to_le_bytes).collect())?;
    laid(&mut out, "ROWS", "gist-rows", many, bytes(rows))?;
    Ok(out)
}

/// The commonest words of languages as Rust: the languages each word is of, a bit for each in the order of their codes.
fn languages(lists: &Files) -> Result<String, Box<dyn Error>> {
    let (mut codes, mut words) = (Vec::new(), BTreeMap::<u64, u32>::new());
    for (name, list) in lists {
        let Some(code) = name.strip_prefix("languages/") else { continue };
        let mut cut = Vec::new();
        lists::lines(list).for_each(|word| token::tokens(word, &mut cut));
        cut.iter().for_each(|token| *words.entry(token.key).or_default() |= 1 << codes.len());
        codes.push(code);
    }
    let mut out = String::new();
    writeln!(out, "const CODES: [&str; {}] = {codes:?};", codes.len())?;
    numbered(&mut out, "languages", &words.keys().copied().collect::<Vec<_>>())?;
    laid(&mut out, "BITS", "language-bits", 4, words.into_values().flat_map(u32::to_le_bytes).collect())?;
    Ok(out)
}

/// The rows of a table, one behind the other.
fn bytes(rows: Vec<(&str, Vec<i8>)>) -> Vec<u8> {
    rows.into_iter().flat_map(|(_, row)| row).map(|weight| weight as u8).collect()
}

fn files(root: &Path, ending: &str) -> Result<Files, Box<dyn Error>> {
    let (mut folders, mut found) = (vec![root.to_owned()], Files::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == ending) {
                let name = path.strip_prefix(root)?.with_extension("");
                let name: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                found.insert(name.join("/"), fs::read_to_string(&path)?);
            }
        }
    }
    Ok(found)
}

/// Every list of texts in the checks of rules: which of them are phrases, the checks know, and the others do no harm.
fn sets(rules: &Files) -> Result<BTreeSet<Vec<String>>, Box<dyn Error>> {
    let mut sets = BTreeSet::new();
    for text in rules.iter().filter(|(name, _)| !name.starts_with("profiles/") && name.contains('/')).map(|(_, text)| text) {
        let rule: toml::Table = text.parse()?;
        let checks = rule.iter().filter(|(key, value)| value.is_table() && *key != "example");
        checks.for_each(|(_, check)| gather(check, &mut sets));
    }
    Ok(sets)
}

fn gather(value: &toml::Value, sets: &mut BTreeSet<Vec<String>>) {
    match value {
        toml::Value::Table(table) => table.values().for_each(|value| gather(value, sets)),
        toml::Value::Array(items) => {
            let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
            match texts {
                Some(texts) => sets.extend((!texts.is_empty()).then_some(texts)),
                None => items.iter().for_each(|value| gather(value, sets)),
            }
        }
        _ => {}
    }
}

/// The table as Rust.
fn written(files: &Files, lists: &Lists, sets: &BTreeSet<Vec<String>>) -> Result<String, std::fmt::Error> {
    let (mut indexer, mut named) = (Indexer::default(), BTreeSet::new());
    for &class in Class::ALL {
        indexer.class(class, lists);
        named.extend(lists_of(&format!("@{}", class.list()), lists).into_iter().map(|list| (list, Finds::Class(class))));
    }
    let mut prints = BTreeMap::new();
    for (number, set) in sets.iter().enumerate() {
        let number = number as u16;
        set.iter().for_each(|phrase| indexer.phrase(phrase, Finds::Set(number), lists));
        named.extend(set.iter().flat_map(|phrase| lists_of(phrase, lists)).map(|list| (list, Finds::Set(number))));
        prints.insert(index::print(set.iter().map(String::as_str)), number);
    }
    let named: Vec<_> = named.into_iter().collect();
    let index = indexer.finish();
    let mut out = String::new();
    writeln!(out, "pub(super) static LISTS: [(&str, &str); {}] = [", files.len())?;
    for name in files.keys() {
        writeln!(out, "({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/rules/lists/{name}.txt\"))),")?;
    }
    writeln!(out, "];")?;
    let prints: Vec<_> = prints.into_iter().collect();
    let of_set = |(set, phrases): (usize, &Vec<String>)| {
        let expression = |phrase: &String| Some((set, pattern::expression(phrase)?.to_owned()));
        phrases.iter().filter_map(expression).collect::<Vec<_>>()
    };
    let expressions: Vec<_> = sets.iter().enumerate().flat_map(of_set).collect();
    writeln!(out, "pub(super) static EXPRESSIONS: [(u16, &str, bool, &[NeededWord]); {}] = [", expressions.len())?;
    let needs: Vec<_> = expressions.iter().map(|(_, pattern)| need::Need::of(pattern)).collect();
    for ((set, pattern), need) in expressions.iter().zip(&needs) {
        // It would be compiled at every start: thirty milliseconds, where all else takes three.
        assert!(
            !need.one_of.is_empty(),
            "/{pattern}/ in rules: begin it with words, or `^` and words, so that most texts need not try it"
        );
        let words: Vec<_> = need.one_of.iter().map(|(word, pivot)| format!("(Cow::Borrowed({word:?}), {pivot})")).collect();
        writeln!(out, "({set}, {pattern:?}, {}, &[{}]),", need.first, words.join(", "))?;
    }
    writeln!(out, "];")?;
    let need::Gate { wanted, before, needs, first, always } = need::Gate::of(&needs);
    writeln!(
        out,
        "/// What lets them through, by their places.\npub(super) static GATE: Gate = Gate {{ first: {first:?}, always: {always},"
    )?;
    writeln!(
        out,
        "wanted: Cow::Borrowed(&{wanted:?}), before: Cow::Borrowed(&{before:?}), needs: Cow::Borrowed(&{needs:?}) }};"
    )?;
    writeln!(out, "pub(super) static SETS: [(u64, u16); {}] = {prints:?};", prints.len())?;
    writeln!(out, "pub(super) static NAMED: [(&str, Finds); {}] = {named:?};", named.len())?;
    writeln!(out, "pub(super) static INDEX: Index = Index {{")?;
    let mut table = |name: &str, values: &dyn std::fmt::Debug| writeln!(out, "{name}: Cow::Borrowed(&{values:?}),");
    table("places", &index.places)?;
    table("words", &index.words)?;
    table("classes", &index.classes)?;
    table("needs", &index.needs)?;
    table("met", &index.met)?;
    table("of_met", &index.of_met)?;
    table("pairs", &index.pairs)?;
    table("anchors", &index.anchors)?;
    table("phrases", &index.phrases)?;
    table("finds", &index.finds)?;
    table("steps", &index.steps)?;
    table("choices", &index.choices)?;
    table("values", &index.values)?;
    writeln!(out, "}};")?;
    Ok(out)
}

/// The lists that a phrase is made of, those they name included.
fn lists_of(phrase: &str, lists: &Lists) -> BTreeSet<String> {
    let (mut open, mut found) = (vec![phrase.to_owned()], BTreeSet::new());
    while let Some(phrase) = open.pop() {
        let words = phrase.split(|char: char| char.is_whitespace() || matches!(char, '(' | ')' | '[' | ']' | '|'));
        for name in words.filter_map(|word| word.strip_prefix('@')) {
            if found.insert(name.to_owned()) {
                open.extend(lists.get(name).unwrap_or_default().into_iter().map(str::to_owned));
            }
        }
    }
    found
}
