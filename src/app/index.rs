//! `copydesk index`: keeps the passages of an archive on the disk, so that one draft can be held against all of it.

#[cfg(feature = "lsp")]
mod aside;
mod bind;
mod catalogue;
mod filing;
mod kinship;
mod lock;
mod manifest;
mod pages;
mod spill;
mod volume;

use std::io;
use std::path::Path;

use bytesize::ByteSize;
use rustc_hash::FxHashSet;

#[cfg(feature = "lsp")]
pub(super) use self::aside::{KeptIndex, LookThrough};
pub(super) use self::catalogue::Against;
use self::catalogue::{Catalogue, unusable};
use self::filing::{Done, Filer, name, state};
use self::lock::lock;
pub(super) use self::spill::Spill;
use super::args::{IndexArgs, IndexCommand};
use super::drafts::Drafts;
use super::progress::Progress;
use super::publications::Publications;
use super::terminal::{Refusal, Status, complain, print};
use crate::finding::Home;
use crate::policy::Choices;

/// Does what `copydesk index` asks for.
pub(super) fn run(command: &IndexCommand) -> Result<Status, Refusal> {
    match command {
        IndexCommand::Build(args) => write(args, false),
        IndexCommand::Update(args) => write(args, true),
        IndexCommand::Check(args) => check(args),
        IndexCommand::Stat { index } => stat(index),
    }
}

/// The drafts that the command line names, and who judges them; what `may_lack` is not on the disk any more.
fn drafts(args: &IndexArgs, may_lack: bool) -> Result<(Drafts, Publications), Refusal> {
    let mut publications = Publications::new(&args.policy.choice(), Choices { without_readings: true, ..Choices::default() })?;
    let mut input = args.input.clone();
    input.paths.retain(|path| !may_lack || path.exists());
    let drafts = Drafts::gather(&input, &mut publications)?;
    drafts.are_files()?;
    publications.must_be_whole()?;
    drafts.share(args.input.jobs);
    Ok((drafts, publications))
}

/// Makes an index, or brings it up to date.
fn write(args: &IndexArgs, updates: bool) -> Result<Status, Refusal> {
    let folder = &args.index;
    let told = |error: io::Error| format!("{}: {error}", folder.display());
    let anew = |error: &io::Error| format!("{}: {error}; it is made anew, of what is named here", folder.display());
    let (drafts, mut publications) = drafts(args, updates)?;
    let _lock = lock(folder)?.ok_or_else(|| format!("{}: another run is writing it", folder.display()))?;
    let old = match Catalogue::open(folder) {
        Ok(catalogue) if updates => Some(catalogue),
        Err(error) if updates && error.kind() == io::ErrorKind::NotFound => return Err(unusable(folder, &error)),
        Err(error) if updates => {
            complain(&anew(&error));
            None
        }
        _ => None,
    };
    let (home, is_old) = (publications.fence().home(), old.is_some());
    let (done, troubles) = match filed(args, &drafts, &home, (old, updates)) {
        // A page of an old one is looked at when it is needed.
        Err(error) if is_old && error.kind() == io::ErrorKind::InvalidData => {
            complain(&anew(&error));
            filed(args, &drafts, &home, (None, updates)).map_err(told)?
        }
        filed => filed.map_err(told)?,
    };
    troubles.iter().for_each(|trouble| complain(trouble));
    if !args.quiet {
        complain(&format!("{}: {done}", folder.display()));
    }
    if done.drafts == 0 {
        return Err("no draft is in the index: none matched".to_owned());
    }
    if done.texts == 0 {
        return Err(format!(
            "no passage is in the index: no rule that compares drafts is on; switch one on under [rules], such as \"{}\"",
            "boilerplate/across-articles"
        ));
    }
    Ok(if troubles.is_empty() { Status::Clean } else { Status::Failed })
}

/// Files drafts, beside those of an old index where there is one; what was done, and which drafts could not be filed.
fn filed(
    args: &IndexArgs,
    drafts: &Drafts,
    home: &Home,
    (old, updates): (Option<Catalogue>, bool),
) -> io::Result<(Done, Vec<String>)> {
    let memory = args.memory.unwrap_or(ByteSize::mib(512)).as_u64();
    let mut filer = Filer::open(&args.index, old, memory)?;
    let progress = Progress::start(drafts.entries.len(), args.quiet);
    let mut troubles = drafts.troubles.clone();
    let step = || {
        progress.step();
        true
    };
    filer.file_all(drafts, home, step, &mut troubles)?;
    if updates && troubles.is_empty() {
        let unknown = filer.forget(drafts, home, &args.input.paths)?;
        troubles.extend(unknown.iter().map(|path| format!("{}: no such file or folder, and not in the index", path.display())));
    }
    drop(progress);
    Ok((filer.finish()?, troubles))
}

/// Says whether an index is whole, and whether the drafts are those that are in it.
fn check(args: &IndexArgs) -> Result<Status, Refusal> {
    let (folder, told) = (&args.index, |error: io::Error| unusable(&args.index, &error));
    let catalogue = Catalogue::open(folder).map_err(told)?;
    catalogue.prove().map_err(told)?;
    let (drafts, mut publications) = drafts(args, false)?;
    let home = publications.fence().home();
    let (mut met, mut changed) = (FxHashSet::default(), Vec::new());
    for entry in drafts.entries.iter() {
        let name = name(&home, &entry.path);
        let known = catalogue.shelfmark(&name).map_err(told)?;
        let now = drafts.read(&entry.path).map(|bytes| state(&entry, &bytes));
        match (known, now) {
            (Some((mark, record)), Ok(now)) => {
                met.insert(mark);
                changed.extend((record.state != now).then(|| format!("{}: changed", entry.path.display())));
            }
            (None, Ok(_)) => changed.push(format!("{}: is not in the index", entry.path.display())),
            (_, Err(error)) => return Err(format!("{}: {error}", entry.path.display())),
        }
    }
    let inside = filing::scope(&home, &args.input.paths);
    for filed in catalogue.all() {
        let (mark, record) = filed.map_err(told)?;
        if !met.contains(&mark) && inside(&record.name) {
            changed.push(format!("{}: is gone, or no draft any more", home.outside(&record.name).display()));
        }
    }
    changed.sort();
    print(|out| changed.iter().try_for_each(|line| writeln!(out, "{}", crate::report::shown(line))))?;
    drafts.troubles.iter().for_each(|trouble| complain(trouble));
    if !args.quiet {
        let differ = match changed.len() {
            0 => "all as they are now".to_owned(),
            1 => "1 differs".to_owned(),
            count => format!("{count} differ"),
        };
        complain(&format!("{}: whole; {}, {differ}", folder.display(), drafts_of(catalogue.len())));
    }
    Ok(match (drafts.troubles.is_empty(), changed.is_empty()) {
        (false, _) => Status::Failed,
        (true, true) => Status::Clean,
        (true, false) => Status::Found,
    })
}

/// “1 draft”, “2 drafts”.
fn drafts_of(count: usize) -> String {
    format!("{count} draft{}", if count == 1 { "" } else { "s" })
}

/// Says what is in an index.
fn stat(folder: &Path) -> Result<Status, Refusal> {
    let catalogue = Catalogue::open(folder).map_err(|error| unusable(folder, &error))?;
    let volumes = &catalogue.manifest.volumes;
    let sum = |of: fn(&manifest::Bound) -> u64| volumes.iter().map(of).sum::<u64>();
    let bytes = ByteSize::b(sum(|volume| volume.pages * pages::PAGE as u64));
    print(|out| {
        writeln!(out, "drafts     {}", catalogue.len())?;
        writeln!(out, "passages   {}", sum(|volume| volume.tables.places.1))?;
        writeln!(out, "texts      {}", sum(|volume| volume.tables.texts.1))?;
        writeln!(out, "volumes    {}", volumes.len())?;
        writeln!(out, "replaced   {}", sum(|volume| volume.gone.len() as u64))?;
        writeln!(out, "size       {bytes}")?;
        writeln!(out, "made by    copydesk {}", catalogue.manifest.version)?;
        let rules = catalogue.manifest.rules.iter().enumerate().filter(|(number, _)| catalogue.size(*number) > 0);
        for (number, (publication, rule)) in rules {
            let publication = catalogue.manifest.publications.get(*publication as usize).map_or("", String::as_str);
            let publication = if publication.is_empty() { String::new() } else { format!(" of {publication}") };
            let line = format!("{rule}{publication}: {}", drafts_of(catalogue.size(number)));
            writeln!(out, "compared   {}", crate::report::shown(&line))?;
        }
        Ok(())
    })?;
    Ok(Status::Clean)
}
