//! Flows from people who mean harm, and disks that change: each ends soon, in little memory, with a sentence.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fingerpost::source::LARGEST;

use crate::cli::{FLOW, Ran, folder, write};

/// How long a run may wait, which shares the computer with other tests.
const PATIENCE: Duration = Duration::from_secs(240);
/// How many seconds it may work. It is not optimised, which makes it ten times slower than it will be.
const WORK: u32 = 30;
/// How much memory it may ask for, in KB.
const MEMORY: u32 = 2_000_000;

/// Runs the program with a bound on its time and its memory.
#[track_caller]
fn bounded(folder: &Path, words: &[&str]) -> Ran {
    let (out, beside) = (folder.join("out.txt"), folder.join("beside.txt"));
    let file = |path| File::create(path).expect("a file for what is printed");
    let mut child = Command::new("sh")
        .args([
            "-c",
            &format!("ulimit -v {MEMORY}; ulimit -t {WORK}; exec \"$0\" \"$@\""),
        ])
        .arg(env!("CARGO_BIN_EXE_fingerpost"))
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(file(&out))
        .stderr(file(&beside))
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    let exit = loop {
        if let Some(exit) = child.try_wait().expect("the program can be waited for") {
            break exit.code();
        }
        if start.elapsed() > PATIENCE {
            child.kill().expect("it can be ended");
            panic!("{words:?} does not end");
        }
        thread::sleep(Duration::from_millis(5));
    };
    let text = |path| String::from_utf8_lossy(&fs::read(path).expect("it is there")).into_owned();
    Ran {
        exit,
        out: text(&out),
        beside: text(&beside),
    }
}

/// A flow that includes a file.
fn including(path: &str) -> String {
    format!("include \"{path}\"\n\n{FLOW}")
}

/// A version of a pathway.
fn version_of(path: &str) -> String {
    format!("variant here \"Here\" of \"{path}\"\n  review by 2999-12-31\n")
}

/// A flow with a list of answers.
fn listing(path: &str) -> String {
    format!("{FLOW}\nfact area \"Where do they live?\"\n  answers from \"{path}\"\n")
}

/// The three ways to name another file, and the finding if that cannot be had.
fn ways_to_name(path: &str) -> [(String, &'static str); 3] {
    [
        (including(path), "include-not-found"),
        (version_of(path), "base-not-found"),
        (listing(path), "bad-answer-file"),
    ]
}

#[test]
fn a_file_of_a_gigabyte_is_refused_before_it_is_read() {
    let folder = folder("hostile-gigabyte");
    let huge = File::create(folder.join("huge.flow")).expect("a file for the test");
    huge.set_len(1 << 30).expect("it takes no room");
    let ran = bounded(&folder, &["check", "huge.flow"]);
    assert_eq!(ran.exit, Some(2), "{ran:?}");
    assert!(
        ran.beside
            .contains("`huge.flow` is larger than 8 MB, and was not read."),
        "{ran:?}"
    );
    for (text, code) in ways_to_name("huge.flow") {
        write(&folder, "a.flow", text);
        let ran = bounded(&folder, &["check", "a.flow"]);
        let out = ran.exits(1);
        assert!(
            out.contains(code) && out.contains("larger than 8 MB"),
            "{out}"
        );
    }
    // Together they may have no more either.
    let large = " ".repeat(LARGEST);
    for (text, code) in ways_to_name("large.flow") {
        let compiled = crate::compile_with("a.flow", &text, &[("large.flow", &large)]);
        let mut findings = compiled.diagnostics.findings.iter();
        let finding = findings.find(|it| it.code.name() == code);
        assert_eq!(
            finding.map(|it| &*it.message),
            Some(
                "`large.flow` is not read: all files of one flow may have 8 MB together, and these have more."
            )
        );
    }
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let around = folder("hostile-outside");
    let inside = around.join("inside");
    fs::create_dir_all(inside.join("a/b")).expect("folders");
    fs::create_dir_all(around.join("outside/deep")).expect("folders");
    for name in [
        "outside/secret.flow",
        "outside/deep/secret.flow",
        "secret.flow",
    ] {
        write(&around, name, "service a_secret \"A secret\"\n");
    }
    let outside = around.join("outside").canonicalize().expect("it is there");
    let link = |to: &Path, from: &str| symlink(to, inside.join(from)).expect("a link");
    link(&outside.join("secret.flow"), "link.flow");
    link(&outside.join("secret.flow"), "a/b/link.flow");
    link(&outside, "folder");
    link(&outside.join("deep"), "a/deep");
    link(Path::new("folder"), "again");
    let full = outside.join("secret.flow");
    let full = full.to_str().expect("it is text");
    let paths = [
        "../secret.flow",
        "../outside/secret.flow",
        "a/../../secret.flow",
        "a/b/../../../secret.flow",
        "./.././secret.flow",
        "//secret.flow",
        full,
        "..\\\\secret.flow",
        "link.flow",
        "a/b/link.flow",
        "folder/secret.flow",
        // Without the link this would stay inside.
        "folder/../secret.flow",
        "a/deep/../secret.flow",
        "again/secret.flow",
        "again/deep/secret.flow",
        // Whether something is there is not told either.
        "../nothing.flow",
        "folder/nothing.flow",
        "/dev/stdin",
        "",
        ".",
        "a",
    ];
    for path in paths {
        for (text, code) in ways_to_name(path) {
            write(&inside, "a.flow", text);
            let ran = bounded(&inside, &["check", "a.flow"]);
            let out = ran.exits(1);
            let is_no_path = path.is_empty() && !out.contains(code);
            assert!(out.contains(code) || is_no_path, "{path}: {out}");
            assert!(!out.contains("A secret"), "{path}: {out}");
        }
    }
    // A link to what lies inside is a way like any other.
    write(&inside, "a/services.flow", "service b \"B\"\n");
    link(&inside.join("a/services.flow"), "b.flow");
    write(&inside, "a.flow", including("b.flow"));
    bounded(&inside, &["check", "a.flow"]).exits(0);
}

#[test]
fn files_that_name_each_other_without_end_are_given_up() {
    let folder = folder("hostile-chain");
    for n in 0..10_000 {
        write(
            &folder,
            &format!("{n}.flow"),
            format!("include \"{}.flow\"\n", n + 1),
        );
    }
    write(&folder, "a.flow", including("0.flow"));
    let ran = bounded(&folder, &["check", "a.flow"]);
    let out = ran.exits(1);
    assert!(
        out.contains("`32.flow` is not read: files may lie 32 deep"),
        "{out}"
    );
    for n in 0..1_000 {
        write(
            &folder,
            &format!("{n}.flow"),
            version_of(&format!("{}.flow", n + 1)),
        );
    }
    let ran = bounded(&folder, &["check", "0.flow"]);
    assert!(ran.exits(1).contains("files may lie 32 deep"), "{ran:?}");

    // Two thousand files, and no more than a thousand are read.
    for n in 0..2_000 {
        write(
            &folder,
            &format!("{n}.flow"),
            format!("service s{n} \"S\"\n"),
        );
    }
    let all: String = (0..2_000)
        .map(|n| format!("include \"{n}.flow\"\n"))
        .collect();
    write(&folder, "a.flow", format!("{all}{FLOW}"));
    let ran = bounded(&folder, &["check", "a.flow"]);
    let out = ran.exits(1);
    assert!(
        out.contains("`1000.flow` is not read: a flow may be made from at most 1000 files"),
        "{out}"
    );
    assert_eq!(out.matches("[include-not-found]").count(), 1, "{out}");

    // One file, named again and again.
    let again = "include \"0.flow\"\n".repeat(20_000);
    write(&folder, "a.flow", format!("{again}{FLOW}"));
    let ran = bounded(&folder, &["check", "a.flow"]);
    let out = ran.exits(1);
    assert!(out.contains("may name each other 10000 times"), "{out}");
    assert_eq!(out.matches("[include-not-found]").count(), 1, "{out}");
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn what_is_included_a_billion_times_is_read_once() {
    let folder = folder("hostile-billion");
    let large = "# Nothing to see here.\n".repeat(200);
    for n in 0..29 {
        let (next, same) = (format!("{}.flow", n + 1), format!("./{}.flow", n + 1));
        let text = format!("include \"{next}\"\ninclude \"{same}\"\n{large}");
        write(&folder, &format!("{n}.flow"), text);
    }
    write(
        &folder,
        "29.flow",
        "service helpline \"A helpline\"\n  phone \"01632 960100\"\n",
    );
    let flow = including("0.flow").replace("consider \"A youth club.\"", "consider helpline");
    write(&folder, "a.flow", flow);
    let ran = bounded(&folder, &["check", "a.flow"]);
    assert!(!ran.exits(0).contains("[unknown-name]"), "{ran:?}");
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn circles_of_every_kind_are_told() {
    let folder = folder("hostile-circles");
    let shared = "shared s \"S\"\n  owner \"O\"\n  review by 2999-12-31\n";
    write(&folder, "sound.flow", FLOW);
    type Circle<'a> = (&'a str, &'a [(&'a str, String)], &'a str);
    let cases: [Circle<'_>; 6] = [
        (
            "includes itself",
            &[("a.flow", including("a.flow"))],
            "file-circle",
        ),
        (
            "includes what includes it",
            &[
                ("a.flow", including("b.flow")),
                ("b.flow", format!("{shared}\ninclude \"c.flow\"\n")),
                ("c.flow", String::from("include \"./a.flow\"\n")),
            ],
            "file-circle",
        ),
        (
            "a version of itself",
            &[("a.flow", version_of("a.flow"))],
            "file-circle",
        ),
        (
            "versions of each other",
            &[
                ("a.flow", version_of("b.flow")),
                ("b.flow", version_of("a.flow")),
            ],
            "file-circle",
        ),
        (
            "a base that includes its version",
            &[
                ("a.flow", version_of("b.flow")),
                ("b.flow", including("a.flow")),
            ],
            "file-circle",
        ),
        (
            "an include that is a version",
            &[
                ("a.flow", including("b.flow")),
                ("b.flow", version_of("sound.flow")),
            ],
            "include-not-found",
        ),
    ];
    for (title, files, code) in cases {
        for (name, text) in files {
            write(&folder, name, text);
        }
        let ran = bounded(&folder, &["check", "a.flow"]);
        assert!(ran.exits(1).contains(code), "{title}: {ran:?}");
    }
    // What is read already is not read again.
    let text = format!("{}\ninclude \"sound.flow\"\n", version_of("sound.flow"));
    write(&folder, "a.flow", text);
    bounded(&folder, &["check", "a.flow"]).exits(0);
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo runs").success());
}

#[test]
fn nothing_is_read_that_may_never_end_unless_it_was_asked_for() {
    let folder = folder("hostile-pipes");
    pipe(&folder.join("pipe.flow"));
    symlink("/dev/zero", folder.join("zero.flow")).expect("a link");
    symlink("pipe.flow", folder.join("link.flow")).expect("a link");
    for name in ["pipe.flow", "link.flow", "zero.flow", "/dev/zero"] {
        for (text, code) in ways_to_name(name) {
            write(&folder, "a.flow", text);
            let ran = bounded(&folder, &["check", "a.flow"]);
            assert!(ran.exits(1).contains(code), "{name}: {ran:?}");
        }
    }
    // In a folder they are passed over.
    write(&folder, "a.flow", FLOW);
    assert_eq!(bounded(&folder, &["check", "."]).exits(0), "No findings.\n");
    // A device that was asked for is read as far as files may go.
    let ran = bounded(&folder, &["check", "/dev/zero"]);
    assert_eq!(ran.exit, Some(2), "{ran:?}");
    assert!(ran.beside.contains("larger than 8 MB"), "{ran:?}");
    // So is a pipe.
    let to = folder.join("pipe.flow");
    let writer = thread::spawn(move || fs::write(to, FLOW));
    let ran = bounded(&folder, &["check", "pipe.flow"]);
    assert_eq!(ran.exits(0), "No findings.\n");
    writer.join().expect("it ends").expect("it is read");
    // What the settings of the workspace name was not asked for by whoever runs it.
    pipe(&folder.join("known.jsonl"));
    write(
        &folder,
        "fingerpost.toml",
        "[check]\nbaseline = \"known.jsonl\"\n",
    );
    let ran = bounded(&folder, &["check", "a.flow"]);
    assert_eq!(ran.exit, Some(2), "{ran:?}");
    assert!(
        ran.beside.contains("`known.jsonl` is not a file."),
        "{ran:?}"
    );
}

#[test]
fn files_may_change_while_they_are_read() {
    let folder = folder("hostile-changing");
    let base = format!("{FLOW}\n{}", "# A line that comes and goes.\n".repeat(200));
    write(&folder, "base.flow", &base);
    for n in 0..10 {
        write(&folder, &format!("{n}.flow"), version_of("base.flow"));
    }
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let path = folder.join("base.flow");
            for turn in 0.. {
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                let _ = match turn % 4 {
                    0 => fs::write(&path, &base),
                    1 => File::options()
                        .write(true)
                        .open(&path)
                        .and_then(|it| it.set_len(100)),
                    2 => fs::remove_file(&path),
                    _ => fs::write(&path, base.repeat(20)),
                };
            }
        });
        for _ in 0..15 {
            let ran = bounded(&folder, &["check", "."]);
            assert!(matches!(ran.exit, Some(0..=2)), "{ran:?}");
            assert!(!ran.beside.contains("Fingerpost failed"), "{ran:?}");
        }
        is_over.store(true, Ordering::SeqCst);
    });
}

#[test]
fn a_folder_that_may_not_be_looked_into_is_told_and_the_rest_is_checked() {
    let folder = folder("hostile-closed");
    fs::create_dir_all(folder.join("closed")).expect("a folder");
    write(&folder, "a.flow", FLOW);
    write(&folder, "closed/b.flow", FLOW);
    let closed = folder.join("closed");
    let may = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode));
    may(0o000).expect("permissions can be set");
    let ran = bounded(&folder, &["check", "."]);
    // Whoever may do everything may look into it.
    if fs::read_dir(&closed).is_ok() {
        ran.exits(0);
    } else {
        assert_eq!(ran.exit, Some(2), "{ran:?}");
        assert!(ran.beside.contains("permission is denied"), "{ran:?}");
    }
    may(0o700).expect("permissions can be set");
}

#[test]
fn names_that_are_no_text_are_names_like_any_other() {
    let folder = folder("hostile-names");
    let odd = folder.join(OsStr::from_bytes(b"caf\xe9"));
    if fs::create_dir_all(&odd).is_err() {
        // Not every disk has such names.
        return;
    }
    write(&odd, "base.flow", FLOW);
    write(&odd, "version.flow", version_of("base.flow"));
    let services = "shared s \"S\"\n  owner \"O\"\n  review by 2999-12-31\n\nservice b \"B\"\n";
    write(&odd, "services.flow", services);
    write(&odd, "a.flow", including("services.flow"));
    let flow = odd.join(OsStr::from_bytes(b"\xff.flow"));
    fs::write(flow, FLOW).expect("a file for the test");
    for format in ["human", "sarif", "github", "junit", "json"] {
        let ran = bounded(&folder, &["check", ".", "--format", format]);
        assert_eq!(ran.exit, Some(0), "{ran:?}");
        assert!(!ran.out.contains("not-found"), "{ran:?}");
    }
}

#[test]
fn texts_without_an_end_are_read_to_theirs() {
    let folder = folder("hostile-texts");
    let size = 1 << 18;
    let texts = [
        ("one line", "a".repeat(size)),
        ("one line of words", "when a is b ".repeat(size / 12)),
        ("quotes", "\"".repeat(size)),
        ("long texts", "\"\"\"\n".repeat(size / 4)),
        (
            "long texts in a block",
            format!("{FLOW}\n  note {}", "\"\"\"".repeat(size / 3)),
        ),
        (
            "brackets",
            format!("{FLOW}\ncondition c \"C\"\n  when {}", "(".repeat(size)),
        ),
        ("headings", "question ".repeat(size / 9)),
        ("empty headings", "question\n".repeat(size / 9)),
        (
            "includes of nothing",
            "include \"nothing.flow\"\n".repeat(size / 24),
        ),
    ];
    for (title, text) in texts {
        write(&folder, "a.flow", text);
        let start = Instant::now();
        let ran = bounded(&folder, &["check", "a.flow"]);
        println!("{title}: {:?}, {} bytes", start.elapsed(), ran.out.len());
        assert_eq!(ran.exit, Some(1), "{title}: {}", ran.beside);
    }
}
