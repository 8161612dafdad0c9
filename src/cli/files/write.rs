//! Writing files: each whole or not at all, and of several all or none.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{name, reason};

/// Writes a file whole or not at all: beside it first, then in its place.
pub(in crate::cli) fn write(path: &Path, text: &str) -> Result<(), String> {
    write_all(&[(path.to_path_buf(), text.as_bytes().to_vec())])
}

/// Writes several files: all of them, or none.
pub(in crate::cli) fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), String> {
    let mut ready: Vec<Ready> = Vec::new();
    for (path, bytes) in files {
        match beside(path, bytes) {
            Ok(file) => ready.extend(file),
            Err(sentence) => {
                for file in &ready {
                    let _ = fs::remove_file(&file.beside);
                }
                return Err(sentence);
            }
        }
    }
    // What was there is kept until all is in its place. One file alone is in its place or not.
    let is_kept = ready.len() > 1;
    let mut done: Vec<(&Ready, Option<PathBuf>)> = Vec::new();
    for file in &ready {
        let kept = Some(with(&file.path, "was")).filter(|_| is_kept && !file.is_new);
        let moved = match &kept {
            Some(kept) => {
                fs::hard_link(&file.path, kept).or_else(|_| fs::copy(&file.path, kept).map(|_| ()))
            }
            None => Ok(()),
        };
        let moved = moved.and_then(|()| fs::rename(&file.beside, &file.path));
        done.push((file, kept));
        if let Err(error) = moved {
            undo(&done);
            for file in &ready {
                let _ = fs::remove_file(&file.beside);
            }
            return Err(cannot(&file.shown, &error));
        }
    }
    for kept in done.iter().filter_map(|(_, kept)| kept.as_ref()) {
        let _ = fs::remove_file(kept);
    }
    Ok(())
}

/// A file that was written beside its place.
struct Ready {
    /// Its place, and what its reader calls it.
    path: PathBuf,
    shown: String,
    beside: PathBuf,
    /// Whether there was nothing in its place.
    is_new: bool,
}

/// Puts everything back as it was. The last file was not moved.
fn undo(done: &[(&Ready, Option<PathBuf>)]) {
    let moved = done.len().saturating_sub(1);
    for (number, (file, kept)) in done.iter().enumerate() {
        let _ = match kept {
            Some(kept) if number < moved => fs::rename(kept, &file.path),
            Some(kept) => fs::remove_file(kept),
            None if number < moved => fs::remove_file(&file.path),
            None => Ok(()),
        };
    }
}

/// Writes a file beside its place; a device or a pipe, which has no whole to keep, at once.
fn beside(path: &Path, bytes: &[u8]) -> Result<Option<Ready>, String> {
    let shown = name(path);
    // A link stays a link: what it points to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let existing = fs::metadata(&path).ok();
    if let Some(about) = &existing {
        if about.is_dir() {
            return Err(format!("`{shown}` could not be written: it is a folder."));
        }
        if !about.is_file() {
            let written = fs::write(&path, bytes);
            return written
                .map(|()| None)
                .map_err(|error| cannot(&shown, &error));
        }
        if about.permissions().readonly() {
            return Err(format!(
                "`{shown}` may only be read, and was left as it is."
            ));
        }
    }
    let beside = with(&path, "part");
    let is_new = existing.is_none();
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            if let Some(about) = existing {
                file.set_permissions(about.permissions())?;
            }
            file.sync_all()
        });
    match written {
        Ok(()) => Ok(Some(Ready {
            path,
            shown,
            beside,
            is_new,
        })),
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(cannot(&shown, &error))
        }
    }
}

/// The name of a file beside another, which no other run of the program has.
fn with(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.file_name().unwrap_or_default().to_os_string();
    beside.push(format!(".{}.{ending}", std::process::id()));
    path.with_file_name(beside)
}

fn cannot(shown: &str, error: &io::Error) -> String {
    let kind = error.kind();
    let reason = if kind == ErrorKind::NotFound || kind == ErrorKind::NotADirectory {
        "there is no such folder".to_string()
    } else if kind == ErrorKind::PermissionDenied {
        "permission is denied".to_string()
    } else {
        reason(error)
    };
    format!("`{shown}` could not be written: {reason}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_files_all_are_written_or_none() {
        let folder = std::env::temp_dir().join(format!("fingerpost-write-{}", std::process::id()));
        fs::create_dir_all(folder.join("c")).expect("a folder for the test");
        fs::write(folder.join("a"), "old").expect("a file for the test");
        let file = |name: &str| (folder.join(name), b"new".to_vec());
        let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
        // The last is a folder.
        let refused = write_all(&[file("a"), file("b"), file("c")]);
        let found = (text("a"), text("b"));
        let written = write_all(&[file("a"), file("b")]);
        let after = (text("a"), text("b"));
        let left = fs::read_dir(&folder).expect("the folder").count();
        fs::remove_dir_all(&folder).expect("it is no longer needed");
        assert!(refused.is_err_and(|it| it.contains("it is a folder")));
        assert_eq!(found, (Some("old".to_string()), None));
        assert_eq!(written, Ok(()));
        let new = || Some("new".to_string());
        assert_eq!(after, (new(), new()));
        assert_eq!(left, 3, "nothing is left beside them");
    }
}
