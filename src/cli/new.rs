//! `fingerpost new`: a commented flow to start from.

use std::path::{Path, PathBuf};

use fingerpost::calendar;
use fingerpost::emit::words::on_one_line;
use fingerpost::ir::Distance;

use super::terminal::Screen;
use super::{Day, Exit, New, Stop, files};

const STARTER: &str = include_str!("starter.flow");
/// The review date in the starter; a year from today stands in its place.
const REVIEW: &str = "2027-03-31";

pub(super) fn run(asked: &New, screen: Screen) -> Result<Exit, Stop> {
    let year = Distance {
        months: 12,
        days: 0,
    };
    let review = calendar::after(files::today(&Day { today: None }), year);
    let review = format!("{:04}-{:02}-{:02}", review.year, review.month, review.day);
    let starter = match &asked.of {
        Some(base) => version(base, asked.file.as_deref(), &review)?,
        None => STARTER.replace(REVIEW, &review),
    };
    let file = asked.file.as_ref();
    let Some(file) = file.filter(|file| !files::is_standard_input(file)) else {
        screen.print(&starter)?;
        return Ok(Exit::Clean);
    };
    let shown = files::name(file);
    if file.symlink_metadata().is_ok() {
        return Err(format!("`{shown}` is there already, and was left as it is.").into());
    }
    files::write(file, &starter)?;
    screen.tell(&format!(
        "`{shown}` is ready. Change it, then run `fingerpost check {shown}`.\n"
    ));
    Ok(Exit::Clean)
}

/// The beginning of a version: its heading, and everything that the base leaves open.
fn version(base: &Path, file: Option<&Path>, review: &str) -> Result<String, String> {
    let shown = files::name(base);
    let compiled = files::compile_pathway(base, files::today(&Day { today: None }))?;
    let pathway = &compiled.pathway;
    if pathway.name.is_empty() {
        return Err(format!(
            "`{shown}` declares no pathway, so there is nothing to make a version of."
        ));
    }
    let stem = file.and_then(Path::file_stem).unwrap_or_default();
    let name: String = stem
        .to_string_lossy()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    let name = if begins_well {
        name
    } else {
        String::from("our_version")
    };
    let folder = file.map_or_else(|| PathBuf::from("."), files::folder_of);
    let path = files::way(&folder, base);
    let mut text = format!(
        "# A local version of \"{}\". What is not said here is as the base says it.\n\n\
         variant {name} \"Name of the authority\" of \"{path}\"\n  \
         authority \"Name of the authority\"\n  \
         owner     \"Who answers for it here\"\n  \
         review by {review}\n",
        pathway.title.replace('"', "'")
    );
    let open = pathway.services.iter().filter(|service| service.local);
    for service in open {
        let title = on_one_line(&service.title);
        text += &format!(
            "\n# {title}: how is it reached here?\nservice {}\n  phone \"\"\n",
            service.name
        );
    }
    for setting in pathway.settings.iter().filter(|setting| setting.local) {
        let title = on_one_line(&setting.text);
        text += &format!("\n# {title}\nset {} {}\n", setting.name, setting.written);
    }
    Ok(text)
}
