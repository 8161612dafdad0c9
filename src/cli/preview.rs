//! `fingerpost preview`: a page on this computer that follows a flow as it is saved.
//!
//! Invariants: only programs on this computer can reach it, and only a page of its own may ask it anything: a request
//! for another host, or from another page, is refused. It reads the flow and the files that the flow names, and serves
//! nothing else. It writes nothing.

mod asked;
mod flow;
mod server;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use flow::Followed;

use super::terminal::Screen;
use super::{Exit, Stop, files};
pub(super) use asked::Preview;

/// How often the files are looked at. They are asked for their times: what is kept on a server of the council tells
/// nobody that it has changed.
const LOOK: Duration = Duration::from_millis(300);

/// Where it listens if nobody says otherwise; where that is taken, anywhere.
const PORT: u16 = 4810;

pub(super) fn run(asked: &Preview, screen: Screen) -> Result<Exit, Stop> {
    if files::is_standard_input(&asked.file) {
        let sentence = "A preview follows a file. Give the name of the flow.";
        return Err(String::from(sentence).into());
    }
    let followed = Arc::new(Followed::new(&asked.file, asked.day.today)?);
    let listener = listen(asked.port)?;
    let address = listener
        .local_addr()
        .map_err(|error| format!("The preview could not begin: {}.", files::reason(&error)))?;
    let server = server::Server::on(listener, address, Arc::clone(&followed))?;
    screen.print(&format!(
        "`{}` can be seen at http://{address}/\nThe page follows the file whenever you save it. To end it, press Ctrl and C.\n",
        files::name(&asked.file)
    ))?;
    thread::spawn(move || {
        loop {
            thread::sleep(LOOK);
            followed.look();
        }
    });
    server.run();
    Ok(Exit::Clean)
}

fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let on = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    match port {
        Some(port) => on(port).map_err(|error| {
            format!(
                "Port {port} cannot be used: {}. Without `--port`, a free one is taken.",
                files::reason(&error)
            )
        }),
        None => on(PORT)
            .or_else(|_| on(0))
            .map_err(|error| format!("The preview could not begin: {}.", files::reason(&error))),
    }
}
