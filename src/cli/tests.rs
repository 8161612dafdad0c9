//! What is written elsewhere about the command line: every command in it can be given.

use std::fs;
use std::path::Path;

use clap::Parser;

use super::{CommandLine, workspace};

/// Files in which commands stand.
const FILES: [&str; 6] = [
    ".pre-commit-hooks.yaml",
    "README.md",
    "docs/ci/README.md",
    "docs/ci/azure-pipelines.yml",
    "docs/ci/github-actions.yml",
    "docs/ci/gitlab-ci.yml",
];

/// Every command in a text: the program's name in small letters, and what follows it up to the end of the
/// command.
fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for line in text.lines() {
        for (at, _) in line.match_indices("fingerpost ") {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || "-_/.".contains(c)) {
                continue;
            }
            let rest = &line[at..];
            let end = rest
                .find(['`', '|', '>', '#', '"', ';', '('])
                .unwrap_or(rest.len());
            let command = rest[..end].trim();
            // The name alone only asks whether the program is there.
            if command.contains(' ') {
                commands.push(command.to_string());
            }
        }
    }
    commands
}

#[test]
fn every_command_that_we_publish_can_be_given() {
    for file in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = fs::read_to_string(path).expect("the file is there");
        let commands = commands(&text);
        assert!(!commands.is_empty(), "{file} has commands");
        for mut command in commands {
            // Some hooks are given the files that changed.
            if file.ends_with("hooks.yaml") && command.ends_with(" fmt") {
                command += " a.flow";
            }
            let parsed = CommandLine::try_parse_from(command.split_whitespace());
            if let Err(error) = parsed {
                panic!("{file}: `{command}`: {error}");
            }
        }
    }
}

#[test]
fn the_help_shows_commands_that_can_be_given() {
    let mut program = super::words();
    let mut helps = vec![program.render_long_help().to_string()];
    for command in program.get_subcommands_mut() {
        helps.push(command.render_long_help().to_string());
    }
    let mut count = 0;
    for help in helps {
        let Some((_, examples)) = help
            .split_once("\nExamples:\n")
            .or(help.split_once("\nExample:\n"))
        else {
            continue;
        };
        for line in examples
            .lines()
            .filter(|line| line.starts_with("  fingerpost "))
        {
            // Two blanks stand between a command and what is said of it.
            let command = line.trim().split("  ").next().unwrap_or("");
            for command in commands(command) {
                count += 1;
                let parsed = CommandLine::try_parse_from(command.split_whitespace());
                assert!(parsed.is_ok(), "`{command}`");
            }
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_settings_that_we_publish_are_understood() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci/README.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let settings = page
        .split("```toml\n")
        .nth(1)
        .expect("it shows the settings");
    let settings = settings.split("```").next().unwrap_or("");
    let folder = std::env::temp_dir().join(format!("fingerpost-settings-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the test");
    fs::write(folder.join("fingerpost.toml"), settings).expect("a file for the test");
    let read = workspace::around(std::slice::from_ref(&folder));
    let _ = fs::remove_dir_all(&folder);
    let read = read.expect("it has no mistakes").expect("it is found");
    assert_eq!(
        (read.allow.len(), read.deny.len(), read.exclude.len()),
        (1, 1, 1)
    );
}
