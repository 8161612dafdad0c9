//! `fingerpost new`: a commented flow to start from.

use fingerpost::calendar;
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
    let starter = STARTER.replace(REVIEW, &review);
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
