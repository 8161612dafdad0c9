//! `fingerpost preview`, asked as a browser asks: it follows the file, and answers nobody else.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::folder;

const FLOW: &str = "pathway help \"Help\"\n  start talk\n\nquestion talk \"Do they want to talk?\"\n  yes -> advice\n  no -> advice\n\n\
    outcome advice \"Advice\"\n  say \"We are here.\"\n";

/// A preview that runs, and where.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn preview(flow: &std::path::Path) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(["preview", "--today", "2027-01-15", "--port", "0"])
        .arg(flow)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program is there");
    let mut line = String::new();
    let out = child.stdout.take().expect("a pipe");
    BufReader::new(out).read_line(&mut line).expect("a line");
    let address = line.split("http://").nth(1).expect("an address");
    let address = address.trim().trim_end_matches('/').to_string();
    Running { child, address }
}

/// The status, the headers and the body of an answer.
fn ask(address: &str, request: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let most = Some(Duration::from_secs(40));
    stream.set_read_timeout(most).expect("a time");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    (
        status.expect("a status"),
        head.to_lowercase(),
        body.to_string(),
    )
}

fn get(address: &str, path: &str) -> (u16, String, String) {
    ask(
        address,
        &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"),
    )
}

#[test]
fn it_shows_the_flow_and_follows_it() {
    let folder = folder("preview_follows");
    let flow = folder.join("help.flow");
    fs::write(&flow, FLOW).expect("written");
    let running = preview(&flow);
    let at = running.address.as_str();
    assert!(at.starts_with("127.0.0.1:"), "{at}");

    let (status, head, page) = get(at, "/");
    assert_eq!(status, 200);
    assert!(head.contains("content-security-policy: default-src 'none'"));
    assert!(page.contains("<h1 id=\"title\" dir=\"auto\">Help</h1>"));
    assert!(
        page.contains("no review date") || page.contains("review"),
        "{page}"
    );
    assert!(get(at, "/diagram").2.contains("Do they want to talk?"));
    assert!(get(at, "/pathway").2.contains("Do they want to talk?"));

    let known = get(at, "/version?known=0").2;
    fs::write(
        &flow,
        FLOW.replace("Do they want to talk?", "Would they talk?"),
    )
    .expect("written");
    let begun = Instant::now();
    let next = get(at, &format!("/version?known={known}")).2;
    assert_ne!(next, known, "after {:?}", begun.elapsed());
    assert!(get(at, "/diagram").2.contains("Would they talk?"));

    // What cannot be understood is told, and the picture stays as it was.
    fs::write(&flow, FLOW.replace("-> advice", "-> nowhere")).expect("written");
    get(at, &format!("/version?known={next}"));
    let findings = get(at, "/findings").2;
    assert!(findings.contains("data-old=\"true\""), "{findings}");
    assert!(findings.contains("<code>nowhere</code>"), "{findings}");
    assert!(get(at, "/diagram").2.contains("Would they talk?"));
}

#[test]
fn it_answers_its_own_page_alone() {
    let folder = folder("preview_alone");
    let flow = folder.join("help.flow");
    fs::write(&flow, FLOW.replace("Help", "<script>{findings}")).expect("written");
    let running = preview(&flow);
    let at = running.address.as_str();
    let port = at.split(':').nth(1).expect("a port");
    let request = |method: &str, path: &str, host: &str, more: &str| {
        let text =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n");
        ask(at, &text)
    };
    let localhost = format!("localhost:{port}");
    assert_eq!(request("GET", "/", &localhost, "").0, 200);
    let own = format!("Origin: http://{at}\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!(request("GET", "/findings", at, &own).0, 200);
    for (method, path, host, more, status) in [
        ("GET", "/", "evil.example", "", 403),
        ("GET", "/", "127.0.0.1", "", 403),
        (
            "GET",
            "/findings",
            at,
            "Origin: https://evil.example\r\n",
            403,
        ),
        ("GET", "/findings", at, "Origin: null\r\n", 403),
        (
            "GET",
            "/findings",
            at,
            "Sec-Fetch-Site: cross-site\r\n",
            403,
        ),
        ("POST", "/", at, "Content-Length: 0\r\n", 405),
        ("GET", "/../../etc/passwd", at, "", 404),
        ("GET", "/help.flow", at, "", 404),
    ] {
        let (answered, head, body) = request(method, path, host, more);
        assert_eq!(answered, status, "{method} {path} for {host} with {more}");
        assert!(!body.contains("script"), "{body}");
        assert!(!head.contains("access-control-allow"), "{head}");
    }
    let page = get(at, "/").2;
    assert!(page.contains("&lt;script&gt;&#123;findings}"), "{page}");
}
