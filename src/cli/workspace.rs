//! The workspace: the folder that holds a `fingerpost.toml`, and what that file says. The only file that knows
//! TOML.
//!
//! Invariant: every mistake in the file is told at once, each with its line; a file with a mistake is not used
//! in part. Nothing that it names lies outside its folder. Absent on purpose: settings that change what a flow
//! means, or on which day it is looked at.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use fingerpost::diagnostic::{Code, list, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Deny, deny, files};

/// What the file is called.
const NAME: &str = "fingerpost.toml";
/// The words that it knows, under `[check]`.
const KEYS: [&str; 5] = ["allow", "baseline", "deny", "exclude", "folders"];

/// The folder that holds a `fingerpost.toml`, and what the file says. Its paths can be opened as they are.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// The folder, as its reader would write it from here.
    pub(super) folder: PathBuf,
    /// The folders and files that `fingerpost check` looks at when it is given none.
    pub(super) folders: Vec<PathBuf>,
    /// Folders and files that are passed over when a folder around them is looked at.
    pub(super) exclude: Vec<PathBuf>,
    /// What is refused, besides errors.
    pub(super) deny: Vec<Deny>,
    /// What is allowed in every flow, each with the reason.
    pub(super) allow: Vec<(Code, String)>,
    /// The file that holds the findings that are known.
    pub(super) baseline: Option<PathBuf>,
}

/// The workspace around these paths, or around the current folder where there are none; or everything that is
/// wrong with its file, a sentence each. Paths of several workspaces have no one.
pub(super) fn around(paths: &[PathBuf]) -> Result<Option<Workspace>, Vec<String>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let found: Vec<Option<PathBuf>> = paths.iter().map(|path| folder_around(path)).collect();
    let same = |a: &Option<PathBuf>, b: &Option<PathBuf>| match (a, b) {
        (Some(a), Some(b)) => a.canonicalize().ok() == b.canonicalize().ok(),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let (Some(first), Some(first_path)) = (found.first(), paths.first()) else {
        return Ok(None);
    };
    if let Some(other) = found.iter().position(|it| !same(it, first)) {
        return Err(vec![format!(
            "`{}` and `{}` do not belong to one `{NAME}`. Check them one after the other.",
            files::name(first_path),
            files::name(&paths[other])
        )]);
    }
    first.clone().map(read).transpose()
}

/// The folder out of which nothing that a flow names may lead: the workspace around the flow; else the folder that was
/// `given`, if the flow was found in one; else the flow's own.
///
/// `given` is the path on the command line, and `flow` what was found there: the same for a file.
pub(super) fn root(given: &Path, flow: &Path) -> PathBuf {
    match folder_around(given) {
        Some(folder) => folder,
        None if given.is_dir() => given.to_path_buf(),
        None => files::folder_of(flow),
    }
}

/// The nearest folder that holds a `fingerpost.toml`: a path's own, or one above it.
fn folder_around(path: &Path) -> Option<PathBuf> {
    let start = if files::is_standard_input(path) {
        PathBuf::from(".")
    } else if path.is_dir() {
        path.to_path_buf()
    } else {
        files::folder_of(path)
    };
    let holds = |folder: &Path| folder.join(NAME).is_file();
    // As it is written, as long as that leads upwards.
    let mut written = start.as_path();
    while written != Path::new("") && written.components().all(|it| it != Component::ParentDir) {
        if holds(written) {
            return Some(written.to_path_buf());
        }
        match written.parent() {
            Some(above) => written = above,
            None => return None,
        }
    }
    // Above the current folder, the way back up is what the reader would write.
    let full = start.canonicalize().ok()?;
    let here = Path::new(".").canonicalize().ok()?;
    let folder = full.ancestors().find(|folder| holds(folder))?;
    Some(match here.strip_prefix(folder) {
        Ok(down) if down.as_os_str().is_empty() => PathBuf::from("."),
        Ok(down) => down.components().map(|_| "..").collect(),
        Err(_) => folder.strip_prefix(&here).unwrap_or(folder).to_path_buf(),
    })
}

fn read(folder: PathBuf) -> Result<Workspace, Vec<String>> {
    let file = folder.join(NAME);
    let shown = files::name(file.strip_prefix(".").unwrap_or(&file));
    let text = files::read(&file).map_err(|sentence| vec![sentence])?;
    let mut reading = Reading {
        workspace: Workspace {
            folder,
            ..Workspace::default()
        },
        mistakes: Vec::new(),
    };
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        reading.say(
            error.span().unwrap_or(0..0),
            format!("This cannot be read as TOML: {}.", error.message()),
        );
    }
    if errors.is_empty() {
        reading.file(table.get_ref());
    }
    if reading.mistakes.is_empty() {
        return Ok(reading.workspace);
    }
    reading.mistakes.sort_by_key(|(place, _)| *place);
    let mistakes = reading.mistakes.iter().map(|(place, sentence)| {
        let before = text.get(..*place).unwrap_or(&text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("{shown}:{line}:{column}: {sentence}")
    });
    Err(mistakes.collect())
}

/// A workspace while its file is read, and what is wrong with the file.
struct Reading {
    workspace: Workspace,
    /// Each with the byte at which it stands.
    mistakes: Vec<(usize, String)>,
}

impl Reading {
    fn say(&mut self, at: Range<usize>, sentence: String) {
        self.mistakes.push((at.start, sentence));
    }

    fn file(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref().as_table() {
                Some(table) if name == "check" => self.check(table),
                Some(_) => self.unknown(key.span(), name, &["check"]),
                None if KEYS.contains(&name) => self.say(
                    key.span(),
                    format!("`{name}` belongs under the heading `[check]`."),
                ),
                None => self.unknown(key.span(), name, &["check"]),
            }
        }
    }

    fn check(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "deny" => self.deny(value),
                "allow" => self.allow(value),
                "baseline" => {
                    self.workspace.baseline = self
                        .text(value, "a path: `baseline = \"known.jsonl\"`")
                        .and_then(|path| self.path(&path, value.span()));
                }
                "folders" => self.workspace.folders = self.paths(value, "folders"),
                "exclude" => self.workspace.exclude = self.paths(value, "exclude"),
                name => self.unknown(key.span(), name, &KEYS),
            }
        }
    }

    fn unknown(&mut self, at: Range<usize>, name: &str, known: &[&'static str]) {
        let sentence = match nearest(name, known.iter().copied()) {
            Some(near) => format!("`{name}` is not a setting. Did you mean `{near}`?"),
            None => {
                let known: Vec<String> = known.iter().map(|it| format!("`{it}`")).collect();
                format!(
                    "`{name}` is not a setting. Here may stand {}.",
                    list(&known, "or")
                )
            }
        };
        self.say(at, sentence);
    }

    fn deny(&mut self, value: &Spanned<DeValue<'_>>) {
        let shape = "a list: `deny = [\"warnings\", \"no-owner\"]`";
        for (word, at) in self.texts(value, shape) {
            match deny(&word) {
                Ok(it) => self.workspace.deny.push(it),
                Err(sentence) => self.say(at, sentence),
            }
        }
    }

    fn allow(&mut self, value: &Spanned<DeValue<'_>>) {
        let shape = "findings with their reasons: `allow = { no-urgent-line = \"The reason.\" }`";
        let Some(table) = value.get_ref().as_table() else {
            self.say(value.span(), format!("This has to be {shape}."));
            return;
        };
        for (key, reason) in table {
            let name = key.get_ref().as_ref();
            let Some(code) = Code::named(name) else {
                self.say(key.span(), super::unknown_finding(name, &[]));
                continue;
            };
            if !code.may_be_allowed() {
                self.say(
                    key.span(),
                    format!(
                        "`{name}` may not be allowed: while it stands, other findings stay hidden."
                    ),
                );
                continue;
            }
            match reason.get_ref().as_str() {
                Some(reason) if !reason.trim().is_empty() => {
                    self.workspace.allow.push((code, reason.to_string()));
                }
                Some(_) | None => self.say(
                    reason.span(),
                    format!("Say why `{name}` is allowed: `{name} = \"The reason.\"`."),
                ),
            }
        }
    }

    fn text(&mut self, value: &Spanned<DeValue<'_>>, shape: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_string);
        if text.is_none() {
            self.say(value.span(), format!("This has to be {shape}."));
        }
        text
    }

    /// The texts of a list, each with its place.
    fn texts(&mut self, value: &Spanned<DeValue<'_>>, shape: &str) -> Vec<(String, Range<usize>)> {
        let Some(items) = value.get_ref().as_array() else {
            self.say(value.span(), format!("This has to be {shape}."));
            return Vec::new();
        };
        let texts = items
            .iter()
            .filter_map(|item| Some((self.text(item, shape)?, item.span())));
        texts.collect()
    }

    fn paths(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Vec<PathBuf> {
        let shape = format!("a list of paths: `{key} = [\"flows\"]`");
        let texts = self.texts(value, &shape);
        let paths = texts
            .into_iter()
            .filter_map(|(text, at)| self.path(&text, at));
        paths.collect()
    }

    /// A path as it can be opened from here; it may not lead out of the folder.
    fn path(&mut self, written: &str, at: Range<usize>) -> Option<PathBuf> {
        let is_below = Path::new(written)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if written.contains('\\') {
            self.say(
                at,
                format!("`{written}` has `\\` in it. Write `/` between folders, which every computer reads."),
            );
        } else if written.is_empty() || !is_below {
            self.say(
                at,
                format!("`{written}` is not in the folder of `{NAME}`, or below it."),
            );
        } else {
            return Some(files::joined(&self.workspace.folder, Path::new(written)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// An empty folder of a test's own, outside of the current one.
    fn folder(test: &str) -> PathBuf {
        let name = format!("fingerpost-{test}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("flows/west")).expect("folders for the test");
        folder
    }

    #[test]
    fn the_root_is_the_workspace_or_what_was_given() {
        let folder = folder("root");
        let (flows, west) = (folder.join("flows"), folder.join("flows/west"));
        let flow = west.join("a.flow");
        let root_of = |given: &Path| root(given, &flow);
        // Without a workspace: the folder that was given; else the flow's own.
        assert_eq!(root_of(&flows), flows);
        assert_eq!(root_of(&flow), west);
        assert_eq!(root(Path::new("-"), Path::new("-")), Path::new("."));

        fs::write(folder.join(NAME), "").expect("a file for the test");
        assert_eq!(root_of(&flows), folder);
        assert_eq!(root_of(&flow), folder);
        let (found, _) = files::flows_but(std::slice::from_ref(&flows), &[]);
        assert!(found.is_empty());
        fs::write(&flow, "").expect("a file for the test");
        let (found, _) = files::flows_but(&[flows.clone(), flow.clone()], &[]);
        assert_eq!((found.len(), &found[0].given), (1, &flows));
        let (found, _) = files::flows_but(&[flow.clone(), flows], &[west]);
        assert_eq!(
            found.len(),
            1,
            "what is given by its name is not passed over"
        );
        let _ = fs::remove_dir_all(folder);
    }

    /// What is wrong with a file of this text, without its name.
    fn mistakes(text: &str) -> Vec<String> {
        let name = format!("mistakes-{}", text.len());
        let folder = folder(&name);
        fs::write(folder.join(NAME), text).expect("a file for the test");
        let read = around(&[folder.join("flows")]);
        let shown = format!("{}:", files::name(&folder.join(NAME)));
        let _ = fs::remove_dir_all(folder);
        let mistakes = read.err().unwrap_or_default();
        mistakes.iter().map(|it| it.replace(&shown, "")).collect()
    }

    #[test]
    fn every_mistake_is_told_at_once_with_its_place() {
        let text = "\
baseline = \"known.jsonl\"
[chek]
[check]
fodlers = [\"flows\"]
folders = [\"../others\", 'a\\b', 3]
exclude = \"drafts\"
deny = [\"warnigs\", \"cycle\"]
baseline = 1
allow = { cylce = \"A reason.\", unknown-name = \"A reason.\", no-owner = \"  \", no-contact = true }
";
        let expected = [
            "1:1: `baseline` belongs under the heading `[check]`.",
            "2:2: `chek` is not a setting. Did you mean `check`?",
            "4:1: `fodlers` is not a setting. Did you mean `folders`?",
            "5:12: `../others` is not in the folder of `fingerpost.toml`, or below it.",
            "5:25: `a\\b` has `\\` in it. Write `/` between folders, which every computer reads.",
            "5:32: This has to be a list of paths: `folders = [\"flows\"]`.",
            "6:11: This has to be a list of paths: `exclude = [\"flows\"]`.",
            "7:9: There is no finding called `warnigs`. Did you mean `warnings`?",
            "8:12: This has to be a path: `baseline = \"known.jsonl\"`.",
            "9:11: There is no finding called `cylce`. Did you mean `cycle`?",
            "9:32: `unknown-name` may not be allowed: while it stands, other findings stay hidden.",
            "9:71: Say why `no-owner` is allowed: `no-owner = \"The reason.\"`.",
            "9:90: Say why `no-contact` is allowed: `no-contact = \"The reason.\"`.",
        ];
        assert_eq!(mistakes(text), expected);
        let torn = mistakes("[check]\ndeny = [\n");
        assert!(
            torn[0].starts_with("2:9: This cannot be read as TOML: "),
            "{torn:?}"
        );
        assert_eq!(mistakes("[check]\n# Nothing yet.\n"), [""; 0]);
    }

    #[test]
    fn what_the_file_says_is_read() {
        let folder = folder("reading");
        let text = "\
[check]
folders = [\"flows\", \"./more\"]
exclude = [\"flows/west\"]
deny = [\"no-owner\", \"advice\"]
baseline = \"known.jsonl\"

[check.allow]
no-contact = \"The numbers come in May.\"
";
        fs::write(folder.join(NAME), text).expect("a file for the test");
        let found = around(&[folder.join("flows/west/a.flow")]);
        let it = found.expect("it has no mistakes").expect("it is found");
        assert_eq!(it.folder, folder);
        assert_eq!(it.folders, [folder.join("flows"), folder.join("more")]);
        assert_eq!(it.exclude, [folder.join("flows/west")]);
        assert_eq!(it.deny.len(), 2);
        assert_eq!(it.baseline, Some(folder.join("known.jsonl")));
        assert_eq!(
            it.allow,
            [(Code::NoContact, "The numbers come in May.".to_string())]
        );
        let two = around(&[folder.join("flows"), PathBuf::from("flows")]);
        assert!(two.is_err_and(|it| it[0].contains("do not belong to one")));
        let _ = fs::remove_dir_all(folder);
    }
}
