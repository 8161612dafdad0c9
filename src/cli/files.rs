//! Files: reading flows, the lists beside them, and writing results whole or not at all.
//!
//! Everything that can go wrong is one sentence that names the file.

mod write;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use fingerpost::Compilation;
use fingerpost::calendar;
use fingerpost::ir::Date;
use fingerpost::source::{self, Given};

use super::{Day, workspace};
pub(super) use write::{write, write_all};

/// The largest file that is read, in bytes.
pub(super) const LARGEST: u64 = source::LARGEST as u64;

/// Whether a path stands for standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// What the reader calls a file.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The day to count from.
pub(super) fn today(day: &Day) -> Date {
    day.today.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let days = now.map_or(0, |since| since.as_secs() / (24 * 60 * 60));
        let date = i64::try_from(days).ok().and_then(calendar::date);
        date.unwrap_or(Date {
            year: 1970,
            month: 1,
            day: 1,
        })
    })
}

/// Reads and compiles one flow, with the files that it names.
pub(super) fn compile(path: &Path, today: Date) -> Result<Compilation, String> {
    compile_in(&workspace::root(path, path), path, today)
}

/// The same of a flow of which something is to be made: one that others only include has no pathway.
pub(super) fn compile_pathway(path: &Path, today: Date) -> Result<Compilation, String> {
    let compiled = compile(path, today)?;
    if compiled.pathway.shared {
        return Err(format!(
            "`{}` is a file that others include, and has no pathway of its own. Give the flow that includes it.",
            name(path)
        ));
    }
    Ok(compiled)
}

/// The same as [`compile`]; the files that it names lie in a folder or below it.
pub(super) fn compile_in(root: &Path, path: &Path, today: Date) -> Result<Compilation, String> {
    compile_as(root, path, today, &|_| None)
}

/// A file as it was: its text, if there was one; none where it is to be read as it is.
pub(super) type AsItWas<'a> = dyn Fn(&Path) -> Option<Result<Option<String>, String>> + 'a;

/// The same, with some of the files that it names as they were.
pub(super) fn compile_as(
    root: &Path,
    path: &Path,
    today: Date,
    as_it_was: &AsItWas<'_>,
) -> Result<Compilation, String> {
    let text = read(path)?;
    let beside = Beside::of(root, path, as_it_was);
    Ok(fingerpost::compile(
        &name(path),
        &text,
        today,
        &|from, written| beside.read(from, written),
    ))
}

/// The text of a file, or of standard input.
pub(super) fn read(path: &Path) -> Result<String, String> {
    if is_standard_input(path) {
        return text_of("-", io::stdin().lock());
    }
    let shown = name(path);
    let file = File::open(path).map_err(|error| cannot_read(&shown, &error))?;
    let about = file
        .metadata()
        .map_err(|error| cannot_read(&shown, &error))?;
    if about.is_dir() {
        return Err(format!("`{shown}` is a folder, where one file is needed."));
    }
    if about.len() > LARGEST {
        return Err(too_large(&shown));
    }
    text_of(&shown, file)
}

pub(super) fn text_of(name: &str, file: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(name, &error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(name));
    }
    let looks = looks_like(&bytes);
    String::from_utf8(bytes)
        .ok()
        .filter(|_| looks.is_empty())
        .ok_or_else(|| format!("`{name}` is not UTF-8 text{looks}. Save it as UTF-8."))
}

/// What bytes look like that are not UTF-8; empty for those that may be.
fn looks_like(bytes: &[u8]) -> &'static str {
    let nothing = bytes.iter().filter(|byte| **byte == 0).count();
    if bytes.starts_with(b"PK\x03\x04") {
        " (it looks like a Word or Excel file)"
    } else if bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || nothing > bytes.len() / 3
    {
        " (it looks like UTF-16, as Notepad's \"Unicode\" saves it)"
    } else if nothing == 0 && std::str::from_utf8(bytes).is_err() {
        " (it looks like Windows-1252, as Notepad's \"ANSI\" saves it)"
    } else {
        ""
    }
}

pub(super) fn too_large(name: &str) -> String {
    format!(
        "`{name}` is larger than {} MB, and was not read.",
        LARGEST >> 20
    )
}

/// That a path that somebody else has written leads to a file: a pipe or a device may never end.
pub(super) fn must_be_a_file(path: &Path, shown: &str) -> Result<(), String> {
    if path.is_file() {
        Ok(())
    } else {
        Err(format!("`{shown}` is not a file."))
    }
}

fn cannot_read(name: &str, error: &io::Error) -> String {
    let kind = error.kind();
    if kind == ErrorKind::NotFound || kind == ErrorKind::NotADirectory {
        format!("There is no file `{name}`.")
    } else if kind == ErrorKind::PermissionDenied {
        format!("`{name}` may not be read: permission is denied.")
    } else {
        format!("`{name}` could not be read: {}.", reason(error))
    }
}

/// What the system says, without its number for it.
pub(super) fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let end = words.find(" (os error").unwrap_or(words.len());
    words.get(..end).unwrap_or(&words).to_lowercase()
}

/// The files that a flow may name: those in a folder, or below it. A flow from elsewhere must not reach the rest of
/// the disk.
struct Beside<'a> {
    root: PathBuf,
    as_it_was: &'a AsItWas<'a>,
    /// The flow itself, as the system and as its reader knows it.
    flow: (Option<PathBuf>, String),
    /// The folder from which other files are named, for people.
    here: Option<PathBuf>,
    /// What was read, by the names that people know it by: not every path can be read back from what is shown of it.
    named: RefCell<BTreeMap<String, PathBuf>>,
}

impl<'a> Beside<'a> {
    fn of(root: &Path, flow: &Path, as_it_was: &'a AsItWas<'a>) -> Beside<'a> {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        Beside {
            root: root.to_path_buf(),
            as_it_was,
            flow: (flow.canonicalize().ok(), name(flow)),
            here: here.ok().filter(|_| flow.is_relative()),
            named: RefCell::new(BTreeMap::from([(name(flow), flow.to_path_buf())])),
        }
    }

    fn read(&self, from: &str, written: &str) -> Result<Given, String> {
        let path = Path::new(written);
        if written.contains('\\') {
            return Err(format!(
                "`{written}` has `\\` in it. Write `/` between folders, which every computer reads."
            ));
        }
        if path
            .components()
            .any(|part| matches!(part, Component::RootDir | Component::Prefix(_)))
        {
            return Err(format!(
                "`{written}` begins at the root of a disk. Write the way from the folder of this file."
            ));
        }
        let cannot = |error| cannot_read(written, &error);
        let root = self.root.canonicalize().map_err(cannot)?;
        let from = self.named.borrow().get(from).cloned();
        let from = from.ok_or_else(|| format!("It is not known where `{written}` is named."))?;
        let folder = folder_of(&from).canonicalize().map_err(cannot)?;
        // Whether a file exists out there is nobody's business either.
        let outside = || {
            format!(
                "`{written}` is outside of the folder `{}`, which a flow may not leave. If the files belong together, put a file `fingerpost.toml` into the folder that holds them all",
                self.shown(&root)
            )
        };
        if !lexically(&folder, path).starts_with(&root) {
            return Err(outside());
        }
        let file = folder.join(path).canonicalize().map_err(cannot)?;
        if !file.starts_with(&root) {
            return Err(outside());
        }
        must_be_a_file(&file, written)?;
        let text = match (self.as_it_was)(&file) {
            Some(text) => text?.ok_or_else(|| format!("There was no file `{written}`."))?,
            // The sentence names the file as the author wrote it.
            None => read(&file).map_err(|sentence| sentence.replace(&name(&file), written))?,
        };
        let name = match &self.flow {
            (Some(flow), name) if *flow == file => name.clone(),
            _ => self.shown(&file),
        };
        let before = self.named.borrow_mut().insert(name.clone(), file.clone());
        match before {
            Some(other) if other.canonicalize().is_ok_and(|other| other != file) => Err(format!(
                "Two files would both be called `{name}` here. Give them names without unusual characters."
            )),
            Some(_) | None => Ok(Given { name, text }),
        }
    }

    /// A path as people read it: from where they are.
    fn shown(&self, path: &Path) -> String {
        let here = self.here.as_deref();
        let from_here = here.and_then(|here| pathdiff::diff_paths(path, here));
        match from_here {
            Some(path) if path == Path::new("") => String::from("."),
            Some(path) => name(&path),
            None => name(path),
        }
    }
}

/// Where a path leads from a folder, without asking the disk.
fn lexically(folder: &Path, path: &Path) -> PathBuf {
    let mut place = folder.to_path_buf();
    for part in path.components() {
        match part {
            Component::Normal(part) => place.push(part),
            Component::ParentDir => drop(place.pop()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    place
}

/// A flow to look at.
#[derive(Debug)]
pub(super) struct Flow {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The path on the command line that led to it: the flow's own, or a folder around it.
    pub(super) given: PathBuf,
}

/// The flows that paths stand for: files as they are, folders as every `.flow` below them, in order; and
/// what was wrong with the rest. Links and hidden files in a folder are passed over. A flow is there once,
/// however many ways lead to it.
pub(super) fn flows(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<String>) {
    let (flows, problems) = flows_but(paths, &[]);
    let paths = flows.into_iter().map(|flow| flow.path);
    (paths.collect(), problems)
}

/// The same, but for files and folders in a folder that are `excluded`.
pub(super) fn flows_but(paths: &[PathBuf], excluded: &[PathBuf]) -> (Vec<Flow>, Vec<String>) {
    let excluded = excluded.iter().filter_map(|path| path.canonicalize().ok());
    let excluded: BTreeSet<PathBuf> = excluded.collect();
    let mut flows = Vec::new();
    let mut problems = Vec::new();
    for given in paths {
        let flow = |path| Flow {
            path,
            given: given.clone(),
        };
        if is_standard_input(given) || !given.is_dir() {
            flows.push(flow(given.clone()));
            continue;
        }
        let found = flows_below(given, &excluded, &mut problems);
        if found.is_empty() && problems.is_empty() {
            let shown = name(given);
            problems.push(format!("There is no `.flow` file in the folder `{shown}`."));
        }
        flows.extend(found.into_iter().map(flow));
    }
    let mut seen = BTreeSet::new();
    flows.retain(|flow| {
        let path = &flow.path;
        seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))
    });
    (flows, problems)
}

fn flows_below(
    folder: &Path,
    excluded: &BTreeSet<PathBuf>,
    problems: &mut Vec<String>,
) -> BTreeSet<PathBuf> {
    let full = folder.canonicalize().unwrap_or_default();
    let is_excluded = |path: &Path| {
        let below = path.strip_prefix(folder).unwrap_or(path);
        !excluded.is_empty() && excluded.contains(&full.join(below))
    };
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
        let entries = entries.unwrap_or_else(|error| {
            problems.push(cannot_read(&name(&folder), &error));
            Vec::new()
        });
        for entry in entries {
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let is_flow = path
                .extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("flow"));
            if hidden || is_excluded(&path) {
                continue;
            } else if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_flow {
                found.insert(path);
            }
        }
    }
    // What is in the current folder is called by its name alone.
    let short = |path: PathBuf| match path.strip_prefix(".") {
        Ok(short) => short.to_path_buf(),
        Err(_) => path,
    };
    found.into_iter().map(short).collect()
}

/// The folder in which a file stands.
pub(super) fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_path_buf(),
        Some(_) | None => PathBuf::from("."),
    }
}

/// A path in a folder, as its reader would write it.
pub(super) fn joined(folder: &Path, path: &Path) -> PathBuf {
    let path = path.strip_prefix(".").unwrap_or(path);
    match folder.strip_prefix(".") {
        Ok(rest) => rest.join(path),
        Err(_) => folder.join(path),
    }
}

/// The way from a folder to a file, with `/`, wherever the two are. Both are looked up on the disk; of what is
/// not there, the path is what is written.
pub(super) fn way(from: &Path, to: &Path) -> String {
    let (Ok(from), Ok(full)) = (from.canonicalize(), to.canonicalize()) else {
        return name(to).replace('\\', "/");
    };
    let way = pathdiff::diff_paths(&full, from).unwrap_or(full);
    name(&way).replace('\\', "/")
}

/// The top of the repository around the current folder; where there is none, the current folder.
pub(super) fn top() -> PathBuf {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    let top = here.ancestors().find(|folder| folder.join(".git").exists());
    top.unwrap_or(&here).to_path_buf()
}
