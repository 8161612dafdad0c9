//! The server: which requests are answered, and with what. The only file that knows tiny_http.

use std::io::Cursor;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use fingerpost::emit::text::escaped;
use tiny_http::{Header, Method, Request, Response};

use super::flow::{Followed, Shown};

const PAGE: &str = include_str!("preview.html");
const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// How long a page waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many requests are answered at once. A page has one that waits; more pages than this nobody looks at.
const AT_ONCE: usize = 32;

/// A server on this computer.
pub(super) struct Server {
    http: tiny_http::Server,
    /// The names under which a page of our own asks: `127.0.0.1:4810`, `localhost:4810`.
    hosts: [String; 2],
    followed: Arc<Followed>,
}

/// What is sent back.
struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
}

impl Answer {
    fn page(body: String) -> Answer {
        Answer {
            status: 200,
            kind: "text/html; charset=utf-8",
            body,
        }
    }

    fn refused(status: u16, sentence: &str) -> Answer {
        Answer {
            status,
            kind: "text/plain; charset=utf-8",
            body: format!("{sentence}\n"),
        }
    }
}

impl Server {
    /// Serves what is followed, on a socket that listens already.
    pub(super) fn on(
        listener: TcpListener,
        address: SocketAddr,
        followed: Arc<Followed>,
    ) -> Result<Server, String> {
        let http = tiny_http::Server::from_listener(listener, None)
            .map_err(|error| format!("The preview could not begin: {error}."))?;
        let port = address.port();
        Ok(Server {
            http,
            hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
            followed,
        })
    }

    /// Answers until the program ends.
    pub(super) fn run(self) {
        let server = Arc::new(self);
        let busy = Arc::new(AtomicUsize::new(0));
        loop {
            let Ok(request) = server.http.recv() else {
                continue;
            };
            if busy.fetch_add(1, Ordering::SeqCst) >= AT_ONCE {
                busy.fetch_sub(1, Ordering::SeqCst);
                let answer = Answer::refused(503, "Too many pages are open. Close some.");
                send(request, answer);
                continue;
            }
            let (server, busy) = (Arc::clone(&server), Arc::clone(&busy));
            thread::spawn(move || {
                let answer = server.answer(&request);
                send(request, answer);
                busy.fetch_sub(1, Ordering::SeqCst);
            });
        }
    }

    fn answer(&self, request: &Request) -> Answer {
        if let Some(refused) = self.refuses(request) {
            return refused;
        }
        let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
        if path == "/version" {
            let known = query.strip_prefix("known=").and_then(|it| it.parse().ok());
            let version = self.followed.wait(known.unwrap_or(0), PATIENCE);
            return Answer {
                status: 200,
                kind: "text/plain; charset=utf-8",
                body: version.to_string(),
            };
        }
        let shown = self.followed.shown();
        match path {
            "/" => Answer::page(filled(PAGE, &shown)),
            "/findings" => Answer::page(format!(
                "<p class=\"version\" data-version=\"{}\" data-old=\"{}\" data-title=\"{}\">{}</p>\n{}",
                shown.version,
                shown.is_old,
                escaped(&shown.title),
                escaped(shown.summary.trim()),
                shown.findings
            )),
            "/diagram" => Answer::page(shown.diagram),
            "/pathway" if shown.page.is_empty() => Answer::page(filled(NO_PAGE, &shown)),
            "/pathway" => Answer::page(shown.page),
            "/preview.js" => Answer {
                status: 200,
                kind: "text/javascript; charset=utf-8",
                body: SCRIPT.to_string(),
            },
            "/preview.css" => Answer {
                status: 200,
                kind: "text/css; charset=utf-8",
                body: STYLE.to_string(),
            },
            _ => Answer::refused(404, "There is nothing here."),
        }
    }

    /// Why a request is not answered: it is for another host, comes from another page, or wants something changed.
    fn refuses(&self, request: &Request) -> Option<Answer> {
        let header = |name: &str| {
            let mut fields = request.headers().iter();
            let field = fields.find(|it| it.field.as_str().as_str().eq_ignore_ascii_case(name));
            field.map(|it| it.value.as_str())
        };
        let is_ours = |host: &str| self.hosts.iter().any(|it| it.eq_ignore_ascii_case(host));
        // A page elsewhere can give its own name our address: then the name asked for is not ours.
        if !header("host").is_some_and(is_ours) {
            return Some(Answer::refused(
                403,
                "The preview answers only under its own address.",
            ));
        }
        let own_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(is_ours);
        let is_foreign = header("origin").is_some_and(|it| !own_origin(it))
            || header("sec-fetch-site").is_some_and(|it| !matches!(it, "same-origin" | "none"));
        if is_foreign {
            return Some(Answer::refused(
                403,
                "The preview answers only its own page.",
            ));
        }
        if !matches!(request.method(), Method::Get | Method::Head) {
            return Some(Answer::refused(405, "The preview can only be read."));
        }
        None
    }
}

const NO_PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>Nothing to show yet</title>\
    <link rel=\"stylesheet\" href=\"/preview.css\"></head>\n<body><main><h1>Nothing to show yet</h1>\
    <p>Part of the flow could not be understood. {summary}</p></main></body>\n</html>\n";

/// A page with its gaps filled.
fn filled(page: &str, shown: &Shown) -> String {
    let title = if shown.title.is_empty() {
        "Preview"
    } else {
        &shown.title
    };
    // The findings stand last: nothing in them is taken for a gap.
    page.replace("{version}", &shown.version.to_string())
        .replace(
            "{summary}",
            &escaped(shown.summary.trim()).replace('{', "&#123;"),
        )
        .replace("{title}", &escaped(title).replace('{', "&#123;"))
        .replace("{findings}", &shown.findings)
}

fn send(request: Request, answer: Answer) {
    let is_page = answer.kind.starts_with("text/html");
    let length = answer.body.len();
    let mut headers = vec![
        ("Content-Type", answer.kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    if is_page {
        headers.push((
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
        ));
    }
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok());
    let response = Response::new(
        answer.status.into(),
        headers.collect(),
        Cursor::new(answer.body.into_bytes()),
        Some(length),
        None,
    );
    // Whoever has gone away needs no answer.
    let _ = request.respond(response);
}
