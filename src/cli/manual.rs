//! `fingerpost schema`, `completions` and `man`: what other programs read about this one.

use clap_complete::Shell;
use clap_mangen::Man;
use fingerpost::emit::json;

use super::terminal::Screen;
use super::{Exit, Stop, words};

pub(super) fn schema(screen: Screen) -> Result<Exit, Stop> {
    screen.print(&format!("{}\n", json::schema().trim_end()))?;
    Ok(Exit::Clean)
}

pub(super) fn completions(shell: Shell, screen: Screen) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut words(), "fingerpost", &mut script);
    screen.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

/// The manual page: the program, then each command under a heading of its own.
pub(super) fn page(screen: Screen) -> Result<Exit, Stop> {
    let mut program = words();
    program.build();
    let commands: Vec<_> = program
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
        .cloned()
        .collect();
    let mut page = roff(|out| Man::new(program).render(out))?;
    for command in commands {
        let name = command.get_name().to_string();
        // The pages of the commands are part of this one.
        page = page.replace(
            &format!("fingerpost\\-{name}(1)"),
            &format!("\\fB{name}\\fR"),
        );
        let man = Man::new(command);
        let part = roff(|out| {
            man.render_description_section(out)?;
            man.render_synopsis_section(out)?;
            man.render_options_section(out)?;
            man.render_extra_section(out)
        })?;
        let part: String = part
            .lines()
            .filter(|line| !line.starts_with(".ie ") && !line.starts_with(".el "))
            .map(|line| format!("{}\n", line.replace(".SH ", ".SS ")))
            .collect();
        page += &format!(".SH FINGERPOST {}\n{part}", name.to_uppercase());
    }
    // Examples keep their lines.
    let page = page
        .replace(" EXTRA\nExamples:\n", " EXAMPLES\n.nf\n")
        .replace(" EXTRA\nExample:\n", " EXAMPLES\n.nf\n");
    screen.print(&page)?;
    Ok(Exit::Clean)
}

fn roff(render: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<String, String> {
    let mut out = Vec::new();
    render(&mut out).map_err(|error| format!("The manual page could not be made: {error}."))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
