//! Files: reading flows, the lists beside them, and writing results whole or not at all.
//!
//! Everything that can go wrong is one sentence that names the file.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use fingerpost::Compilation;
use fingerpost::calendar;
use fingerpost::ir::Date;

use super::Day;

/// The largest file that is read, in bytes.
pub(super) const LARGEST: u64 = 64 << 20;

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

/// Reads and compiles one flow.
pub(super) fn compile(path: &Path, today: Date) -> Result<Compilation, String> {
    let text = read(path)?;
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    Ok(fingerpost::compile(&name(path), &text, today, &|written| {
        read_beside(folder, written)
    }))
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
    format!("`{name}` is larger than 64 MB, and was not read.")
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

/// The text of a file that a flow names. It lies in the flow's folder or below: a flow from elsewhere
/// must not reach the rest of the disk.
fn read_beside(folder: &Path, written: &str) -> Result<String, String> {
    let path = Path::new(written);
    if written.contains('\\') {
        return Err(format!(
            "`{written}` has `\\` in it. Write `/` between folders, which every computer reads."
        ));
    }
    let is_below = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let outside = || format!("`{written}` is not in the folder of this flow, or below it.");
    if !is_below {
        return Err(outside());
    }
    let cannot = |error| cannot_read(written, &error);
    let folder = folder.canonicalize().map_err(cannot)?;
    let file = folder.join(path).canonicalize().map_err(cannot)?;
    if !file.starts_with(&folder) {
        return Err(outside());
    }
    if !file.is_file() {
        return Err(format!("`{written}` is not a file."));
    }
    // The sentence names the file as the author wrote it.
    read(&file).map_err(|sentence| sentence.replace(&name(&file), written))
}

/// The flows that paths stand for: files as they are, folders as every `.flow` below them, in order; and
/// what was wrong with the rest. Links and hidden files in a folder are passed over.
pub(super) fn flows(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<String>) {
    let mut flows = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        if is_standard_input(path) || !path.is_dir() {
            flows.push(path.clone());
            continue;
        }
        let before = (flows.len(), problems.len());
        flows_below(path, &mut flows, &mut problems);
        if before == (flows.len(), problems.len()) {
            let shown = name(path);
            problems.push(format!("There is no `.flow` file in the folder `{shown}`."));
        }
    }
    let mut seen = BTreeSet::new();
    flows.retain(|path| seen.insert(path.clone()));
    (flows, problems)
}

fn flows_below(folder: &Path, flows: &mut Vec<PathBuf>, problems: &mut Vec<String>) {
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
            if hidden {
                continue;
            } else if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_flow {
                found.insert(path);
            }
        }
    }
    flows.extend(found);
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    let shown = name(path);
    let cannot = |error: io::Error| {
        let kind = error.kind();
        let reason = if kind == ErrorKind::NotFound || kind == ErrorKind::NotADirectory {
            "there is no such folder".to_string()
        } else if kind == ErrorKind::PermissionDenied {
            "permission is denied".to_string()
        } else {
            reason(&error)
        };
        format!("`{shown}` could not be written: {reason}.")
    };
    // A link stays a link: what it points to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let existing = fs::metadata(&path).ok();
    if let Some(about) = &existing {
        if about.is_dir() {
            return Err(format!("`{shown}` could not be written: it is a folder."));
        }
        if !about.is_file() {
            // A device or a pipe has no whole to keep.
            return fs::write(&path, text).map_err(cannot);
        }
        if about.permissions().readonly() {
            return Err(format!(
                "`{shown}` may only be read, and was left as it is."
            ));
        }
    }
    let mut beside = path.file_name().unwrap_or_default().to_os_string();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            if let Some(about) = existing {
                file.set_permissions(about.permissions())?;
            }
            file.sync_all()?;
            fs::rename(&beside, &path)
        });
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        cannot(error)
    })
}
